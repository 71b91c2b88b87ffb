import type { Api } from 'grammy';
import { readable } from './text.ts';

/** A pressed button waits for an acknowledgement, which can carry one short text for the presser alone. */
export interface Press {
  /** False when it is too late or too long for that. */
  tell(text: string): Promise<boolean>;
  done(): Promise<void>;
}

/** Telegram shows at most this many characters. */
const maxTextLength = 200;

/** Until then an answer may still come as a text for the presser; later the button must stop spinning. */
const patienceMs = 1200;

export function createPress(api: Api, pressId: string | undefined): Press {
  if (pressId === undefined) return { tell: async () => false, done: async () => {} };
  let acknowledged: Promise<unknown> | undefined;
  const acknowledge = (text?: string) => {
    clearTimeout(timer);
    acknowledged ??= api
      .answerCallbackQuery(pressId, text === undefined ? {} : { text, show_alert: true })
      .catch(() => undefined);
    return acknowledged;
  };
  const timer = setTimeout(acknowledge, patienceMs);
  return {
    async tell(text) {
      const words = readable(text);
      if (acknowledged || words.length > maxTextLength || words === '') return false;
      await acknowledge(words);
      return true;
    },
    async done() {
      await acknowledge();
    },
  };
}
