import { parseColour, type Rgb } from './paint/canvas.ts';

/** Colours of a picture; every text colour has a contrast of 4.5:1 or more on the ground. */
export interface CloudTheme {
  ground: Rgb;
  /** One a group, in legend order; told apart with any kind of colour vision. */
  groups: readonly Rgb[];
  /** Words of no group. */
  neutral: Rgb;
  title: Rgb;
  muted: Rgb;
  /** Marks for new and rising words. */
  mark: Rgb;
}

const themes = {
  light: {
    ground: '#ffffff',
    groups: ['#0a41ad', '#a51200', '#036946', '#cc2e75', '#a3690a', '#9a4bce', '#1c7b92', '#6f000b'],
    neutral: '#3f4855',
    title: '#111827',
    muted: '#596475',
    mark: '#111827',
  },
  dark: {
    ground: '#0f172a',
    groups: ['#5bb1fe', '#feb172', '#8cfab5', '#f178d2', '#fcdf25', '#907bf8', '#33a5a1', '#eb5e45'],
    neutral: '#c3cddb',
    title: '#f8fafc',
    muted: '#9aa8bc',
    mark: '#f8fafc',
  },
} as const;

export function themeOf(name: 'light' | 'dark'): CloudTheme {
  const theme = themes[name];
  return {
    ground: parseColour(theme.ground),
    groups: theme.groups.map(parseColour),
    neutral: parseColour(theme.neutral),
    title: parseColour(theme.title),
    muted: parseColour(theme.muted),
    mark: parseColour(theme.mark),
  };
}
