import type { Place, Status, SubscriptionStatus } from './command.ts';
import type { DeliveryState } from './delivery.ts';
import { type Bilingual, inLanguage, isChinese, type Language } from './language.ts';
import { windowLabel } from './naming.ts';
import { localTime } from './schedule.ts';
import { nextText, type SubscriptionNames, subscriptionTitle } from './subscription-text.ts';

/** Last and next report, a sentence each, fit for everybody. */
export function editionLines({ report, nextBuild }: Status, { language, timezone }: Place): string[] {
  const last = report
    ? {
        en: `Last report: ${windowLabel(report)}, ${report.coverage.posts} posts read.`,
        zh: `上次报告：${windowLabel(report)}，阅读 ${report.coverage.posts} 帖。`,
      }
    : { en: 'No report has been built yet.', zh: '还没有生成过报告。' };
  const when = nextBuild && `${localTime(nextBuild, timezone)} (${timezone})`;
  const next = when
    ? { en: `Next report: ${when}.`, zh: `下次报告：${when}。` }
    : { en: 'Reports are built when somebody asks.', zh: '报告在有人查询时生成。' };
  return [inLanguage(last, language), inLanguage(next, language)];
}

/** A sentence a subscription: when it comes next, and for managers what became of the last one. */
export function subscriptionLines(
  { subscriptions }: Status,
  {
    names,
    place: { language },
    isManager,
  }: { names: (edition: string) => SubscriptionNames; place: Place; isManager: boolean },
): string[] {
  return subscriptions.map((found) => {
    const title = subscriptionTitle(found.subscription, names(found.subscription.edition), language);
    const next = nextText(found.subscription, language);
    const last = isManager ? lastText(found, language) : '';
    return isChinese(language) ? `${title}：${next}${last}。` : `${title}: ${next}${last}.`;
  });
}

/** For managers: every source that failed, why another writer wrote, what could not be composed, the cost. */
export function troubleLines(status: Status, { language, timezone }: Place): string[] {
  const { report, trouble, cost } = status;
  const lines: Bilingual[] = failedSources(status, timezone).map(({ name, why }) => ({
    en: `Source ${name} failed: ${why}`,
    zh: `来源 ${name} 失败：${why}`,
  }));
  const fallback = report?.coverage.fallbackReason;
  if (fallback) lines.push({ en: `Writer: ${fallback}`, zh: `撰写：${fallback}` });
  if (trouble) {
    const when = localTime(trouble.at, timezone);
    lines.push({
      en: `A digest could not be built at ${when}: ${trouble.reason}`,
      zh: `${when} 未能生成摘要：${trouble.reason}`,
    });
  }
  const dollars = `$${cost.toFixed(4)}`;
  lines.push(
    cost > 0
      ? { en: `Cost of the last 30 days: ${dollars}.`, zh: `最近 30 天费用：${dollars}。` }
      : { en: 'Cost of the last 30 days: none.', zh: '最近 30 天费用：无。' },
  );
  return lines.map((line) => inLanguage(line, language));
}

/** Sources that fail now; where nobody looked, those that failed for the newest report. */
function failedSources({ report, sources }: Status, timezone: string): { name: string; why: string }[] {
  if (sources) {
    return sources.map(({ name, reason, failures, since, nextTryAt }) => ({
      name,
      why: `${reason} (${failures}× since ${localTime(since, timezone)}; next try at ${localTime(nextTryAt, timezone)})`,
    }));
  }
  const failed = (report?.coverage.sources ?? []).filter(({ status }) => status === 'failed');
  return failed.map(({ name, error }) => ({ name, why: error ?? '' }));
}

/** `; 2026-01-01: 2 sent, 1 unknown (no answer in time)`. */
function lastText({ last }: SubscriptionStatus, language: Language): string {
  if (!last) return inLanguage({ en: '; nothing was due yet', zh: '；尚未到发送时间' }, language);
  const counts = Object.entries(last.parts) as [DeliveryState, number][];
  const parts = counts.map(([state, count]) => inLanguage(states[state](count), language));
  if (isChinese(language)) {
    return `；${last.date}：${parts.join('，')}${last.reason ? `（${last.reason}）` : ''}`;
  }
  return `; ${last.date}: ${parts.join(', ')}${last.reason ? ` (${last.reason})` : ''}`;
}

const states: Record<DeliveryState, (count: number) => Bilingual> = {
  pending: (count) => ({ en: `${count} waiting`, zh: `${count} 条等待发送` }),
  sending: (count) => ({ en: `${count} being sent`, zh: `${count} 条正在发送` }),
  sent: (count) => ({ en: `${count} sent`, zh: `${count} 条已发送` }),
  failed: (count) => ({ en: `${count} failed`, zh: `${count} 条失败` }),
  unknown: (count) => ({ en: `${count} may not have arrived`, zh: `${count} 条可能未送达` }),
  skipped: (count) => ({ en: `${count} skipped`, zh: `${count} 条已跳过` }),
};
