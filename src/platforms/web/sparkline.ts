import { html } from 'hono/html';
import type { Trend } from '../../core/command.ts';
import { trendShare } from '../../core/trend-text.ts';
import type { Html } from './render.ts';

export interface SparklineOptions {
  width: number;
  height: number;
  /** What the chart says, for those who cannot see it. */
  label: string;
}

/** A small chart of a trend: one bar a day, the newest in the accent colour. */
export function sparkline({ days }: Trend, { width, height, label }: SparklineOptions): Html {
  const most = Math.max(...days.map(trendShare), 0.001);
  const step = width / Math.max(days.length, 1);
  const bars = days.map((day, index) => {
    const tall = Math.max(1, (trendShare(day) / most) * (height - 2));
    const isNewest = index === days.length - 1;
    return html`<rect x="${round(index * step)}" y="${round(height - tall)}" width="${round(step * 0.72)}" height="${round(tall)}"${isNewest ? html` class="now"` : ''}/>`;
  });
  return html`<svg class="spark" role="img" aria-label="${label}" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}">${bars}</svg>`;
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
