import type { Claim, Report, Theme } from '../../core/report.ts';

/** The lines of a day's report that belong to a topic, for readers who cannot have a slice built. */
export function selectTopic(report: Report, topic: string): Report {
  const stories = report.stories.filter((story) => story.topics.includes(topic));
  const ids = new Set(stories.map((story) => story.id));
  const keeps = (claim: Claim) => ids.has(claim.storyId);
  const themes = (list: readonly Theme[]) =>
    list
      .map(({ title, claims }) => ({ title, claims: claims.filter(keeps) }))
      .filter(({ claims }) => claims.length > 0);
  return {
    ...report,
    topic,
    overview: report.overview.filter(keeps),
    points: report.points.filter(keeps),
    insights: themes(report.insights),
    events: themes(report.events),
    analyses: report.analyses
      .map((analysis) => ({ ...analysis, themes: themes(analysis.themes) }))
      .filter((analysis) => analysis.themes.length > 0),
    stories,
    words: report.words.filter((word) => word.group === topic),
  };
}

/** Topics of a report with the number of their kept posts, the fullest first. */
export function topicCounts(report: Pick<Report, 'stories'>): { id: string; posts: number }[] {
  const counts = new Map<string, number>();
  for (const { topics, postIds } of report.stories) {
    for (const topic of topics) counts.set(topic, (counts.get(topic) ?? 0) + postIds.length);
  }
  return [...counts]
    .map(([id, posts]) => ({ id, posts }))
    .sort((a, b) => b.posts - a.posts || (a.id < b.id ? -1 : 1));
}
