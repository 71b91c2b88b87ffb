import type { Edition, Topic } from '../core/edition.ts';
import type { Line } from './line.ts';

/** The topics of an edition: its own list, or all of the configuration. */
export function topicsOf(line: Pick<Line, 'config'>, edition: Edition): Topic[] {
  if (edition.topics.length === 0) return line.config.topics;
  return line.config.topics.filter((topic) => edition.topics.includes(topic.id));
}
