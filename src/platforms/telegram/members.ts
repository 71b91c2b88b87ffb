import type { Api } from 'grammy';
import type { Chat, ChatMember } from 'grammy/types';
import type { Clock } from '../../ports.ts';

/** May they manage the chat? */
export function isManager(member: ChatMember): boolean {
  return member.status === 'creator' || member.status === 'administrator';
}

/** May they write there? In a channel that needs the right to post. */
export function canWrite(member: ChatMember, type: Chat['type']): boolean {
  if (member.status === 'creator') return true;
  if (member.status === 'administrator') return type !== 'channel' || member.can_post_messages === true;
  if (member.status === 'restricted') return member.is_member && member.can_send_messages;
  return member.status === 'member' && type !== 'channel';
}

export interface Managers {
  /** Asked of Telegram at most once a minute for each chat and user; a chat that does not tell counts as no. */
  has(chatId: number, userId: number): Promise<boolean>;
}

const keptMs = 60_000;
const maxKept = 5000;

export function createManagers(api: Api, clock: Clock): Managers {
  const kept = new Map<string, { until: number; answer: Promise<boolean> }>();
  return {
    has(chatId, userId) {
      const key = `${chatId}:${userId}`;
      const now = Temporal.Instant.from(clock.now()).epochMilliseconds;
      const found = kept.get(key);
      if (found && found.until > now) return found.answer;
      const answer = api.getChatMember(chatId, userId).then(isManager, () => false);
      kept.delete(key);
      kept.set(key, { until: now + keptMs, answer });
      const oldest = kept.keys().next().value;
      if (kept.size > maxKept && oldest !== undefined) kept.delete(oldest);
      return answer;
    },
  };
}
