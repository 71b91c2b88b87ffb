import { UserError } from './errors.ts';
import { type Bilingual, inLanguage, type Language } from './language.ts';
import { isSubscriptionId, isWhole, parseChannel, toWords } from './subscribing.ts';

/** Which of a chat's subscriptions is meant. */
export interface Pick {
  id?: string;
  /** Its place in the chat's list, from 1. */
  number?: number;
  isAll?: boolean;
  channel?: string;
}

/** Reads `2`, `all`, an id and a channel, in any order. Throws `UserError` for anything else. */
export function parsePick(text: string, options: Readonly<Record<string, string>>, language: Language): Pick {
  const pick: Pick = {};
  for (const word of toWords(`${text} ${options.which ?? ''}`)) {
    const channel = parseChannel(word);
    if (isSubscriptionId(word)) pick.id = word;
    else if (/^[1-9]\d?$/.test(word)) pick.number = Number(word);
    else if (isWhole(word)) pick.isAll = true;
    else if (channel) pick.channel = channel;
    else throw new UserError(inLanguage(unknownPick(word), language));
  }
  const channel = options.channel?.trim();
  return channel ? { ...pick, channel: parseChannel(channel) ?? channel } : pick;
}

function unknownPick(word: string): Bilingual {
  return {
    en: `"${word}" names no subscription; give its number in /subscriptions.`,
    zh: `“${word}”不是订阅；请写它在 /subscriptions 中的序号。`,
  };
}
