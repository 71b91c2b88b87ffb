import type { Api } from 'grammy';
import type { Progress } from '../../core/ask.ts';
import type { Bilingual, Language } from '../../core/language.ts';
import { inLanguage } from '../../core/language.ts';
import { type Place, threadOf, toChatId } from './sender.ts';

/** When an asker sees that something is going on. */
export interface ProgressPace {
  typingAfterMs: number;
  typingEveryMs: number;
  messageAfterMs: number;
  /** Telegram lets one message be edited about 20 times a minute. */
  editEveryMs: number;
}

export const calmProgress: ProgressPace = {
  typingAfterMs: 300,
  typingEveryMs: 4500,
  messageAfterMs: 2500,
  editEveryMs: 3500,
};

export interface ProgressShow {
  report: Progress;
  /** Nothing more is shown after this. */
  stop(): Promise<void>;
  /** Takes the progress message away. */
  remove(): Promise<void>;
}

const steps: Record<string, Bilingual> = {
  collect: { en: 'Reading posts', zh: '正在读取帖子' },
  remember: { en: 'Looking at earlier days', zh: '正在对照前几天' },
  write: { en: 'Writing', zh: '正在撰写' },
  verify: { en: 'Checking every claim', zh: '正在逐条核查' },
  draw: { en: 'Drawing the word cloud', zh: '正在绘制词云' },
};
const working: Bilingual = { en: 'Working', zh: '处理中' };

/** Typing at first, then one message that is edited; what fails here never disturbs the answer. */
export function showProgress(
  api: Api,
  place: Place,
  { pace, language }: { pace: ProgressPace; language: Language },
): ProgressShow {
  const chatId = toChatId(place.chat);
  const typing = repeat(pace.typingAfterMs, pace.typingEveryMs, async () => {
    await api.sendChatAction(chatId, 'typing', threadOf(place.chat));
  });
  let latest: string | undefined;
  let shown: string | undefined;
  let messageId: number | undefined;
  const show = async () => {
    if (latest === undefined || latest === shown) return;
    shown = latest;
    if (messageId !== undefined) await api.editMessageText(chatId, messageId, shown);
    else
      messageId = (
        await api.sendMessage(chatId, shown, { ...threadOf(place.chat), disable_notification: true })
      ).message_id;
  };
  const edits = repeat(pace.messageAfterMs, pace.editEveryMs, show);
  return {
    report(step, share) {
      latest = `⏳ ${inLanguage(steps[step] ?? working, language)} · ${percent(share)}%`;
    },
    async stop() {
      await Promise.all([typing.stop(), edits.stop()]);
    },
    async remove() {
      if (messageId !== undefined) await api.deleteMessage(chatId, messageId).catch(ignore);
    },
  };
}

function percent(share: number): number {
  return Math.round(Math.min(1, Math.max(0, share)) * 100);
}

/** Acts again and again, never twice at once; `stop` waits for the act under way. */
function repeat(firstMs: number, everyMs: number, act: () => Promise<void>): { stop(): Promise<void> } {
  let running: Promise<void> = Promise.resolve();
  let isStopped = false;
  let timer = setTimeout(tick, firstMs).unref();
  function tick(): void {
    running = act().catch(ignore).then(again);
  }
  function again(): void {
    if (!isStopped) timer = setTimeout(tick, everyMs).unref();
  }
  return {
    stop() {
      isStopped = true;
      clearTimeout(timer);
      return running;
    },
  };
}

function ignore(): void {}
