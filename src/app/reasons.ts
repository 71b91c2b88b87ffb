import type { Verified } from '../core/draft.ts';
import { isChinese, type Language } from '../core/language.ts';
import { failures } from '../verify/policy.ts';

/** Sentences for a report's coverage: why it was written as it was. What an endpoint said stands in its own words. */

export function failedReason(writer: string, reason: string, language: Language): string {
  return isChinese(language) ? `${writer} 未能写成：${reason}` : `${writer} could not write: ${reason}`;
}

export function refusedReason(
  writer: string,
  verified: Pick<Verified, 'dropped' | 'checked'>,
  language: Language,
): string {
  const count = failures(verified).length;
  if (verified.checked === 0)
    return isChinese(language) ? `${writer} 的稿件没有内容` : `the draft of ${writer} held no claims`;
  return isChinese(language)
    ? `${writer} 的稿件有 ${verified.checked} 条，其中 ${count} 条未通过核查，未采用`
    : `the draft of ${writer} was not used: ${count} of ${verified.checked} claims failed the check`;
}

export function spentReason(
  writer: string,
  { spent, mostCost, hardUsd }: { spent: number; mostCost: number; hardUsd: number },
  language: Language,
): string {
  return isChinese(language)
    ? `${writer} 未启用：今日预算 ${dollars(hardUsd)}，已用 ${dollars(spent)}，本次最多还需 ${dollars(mostCost)}`
    : `${writer} was not asked: of the day's budget of ${dollars(hardUsd)}, ${dollars(spent)} is spent, and this report could take ${dollars(mostCost)}`;
}

export function softLimitNote(
  { spent, softUsd }: { spent: number; softUsd: number },
  language: Language,
): string {
  return isChinese(language)
    ? `今日模型费用 ${dollars(spent)}，已超过 ${dollars(softUsd)} 的提醒线`
    : `models cost ${dollars(spent)} today, above the soft limit of ${dollars(softUsd)}`;
}

export function filledNote(filled: number, points: number, language: Language): string {
  return isChinese(language)
    ? `${points} 个信息点中有 ${filled} 个由抽取式补足`
    : `${filled} of ${points} core points were filled in by the extractive writer`;
}

export function cutNote(language: Language): string {
  return isChinese(language)
    ? '取自当日整份报告，未另行调用模型'
    : 'cut from the whole report, without a call of its own';
}

function dollars(amount: number): string {
  return `$${amount >= 0.1 || amount === 0 ? amount.toFixed(2) : amount.toFixed(4)}`;
}
