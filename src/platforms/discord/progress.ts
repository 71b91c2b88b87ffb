import type { Progress } from '../../core/ask.ts';
import { plainMessage } from '../../core/message.ts';
import type { Answerable } from './asks.ts';
import { toReply } from './payload.ts';
import { renderParts, type Style } from './render.ts';
import { progressSentence } from './wording.ts';

export interface ShownProgress {
  report: Progress;
  /** Resolves when no edit is under way any more: the answer may follow. */
  stop(): Promise<void>;
}

/** Tells in the deferred answer how far a build is, at most once in `everyMs` and only when something changed. */
export function showProgress(
  interaction: Answerable,
  { style, everyMs }: { style: Style; everyMs: number },
): ShownProgress {
  let latest: string | undefined;
  let shown: string | undefined;
  let editing: Promise<void> | undefined;

  const edit = async (text: string) => {
    shown = text;
    const [part] = renderParts(plainMessage(text), style);
    // A lost line of progress is no loss; the answer follows by itself.
    if (part) await interaction.editReply(toReply(part)).catch(() => undefined);
    editing = undefined;
  };

  const timer = setInterval(() => {
    if (latest !== undefined && latest !== shown && !editing) editing = edit(latest);
  }, everyMs);

  return {
    report(step, share) {
      latest = progressSentence(step, share, interaction.locale);
    },
    async stop() {
      clearInterval(timer);
      await editing;
    },
  };
}
