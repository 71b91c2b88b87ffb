import type { StepProgress } from '../app/line.ts';

const barWidth = 24;

/** A progress line on a terminal that overwrites itself; silent where the stream is no terminal. */
export function createProgressBar(stream: NodeJS.WriteStream): { step: StepProgress; done(): void } {
  if (!stream.isTTY) return { step: () => {}, done: () => {} };
  return {
    step(name, share) {
      const filled = Math.round(Math.min(1, Math.max(0, share)) * barWidth);
      const bar = `${'█'.repeat(filled)}${'░'.repeat(barWidth - filled)}`;
      stream.write(`\r\x1b[2K${bar} ${String(Math.round(share * 100)).padStart(3)} % ${name}`);
    },
    done() {
      stream.write('\r\x1b[2K');
    },
  };
}
