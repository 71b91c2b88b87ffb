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
    groups: ['#0072b2', '#b34700', '#007a59', '#a0437d', '#7a5c00', '#6250c8', '#b3261e', '#00717f'],
    neutral: '#4a5666',
    title: '#16202e',
    muted: '#5b6675',
    mark: '#d81b4f',
  },
  dark: {
    ground: '#0f172a',
    groups: ['#56b4e9', '#e69f00', '#2fc49a', '#e08fc0', '#f0e442', '#a99bff', '#ff8a75', '#7fe0e6'],
    neutral: '#b6c2d4',
    title: '#f4f7fb',
    muted: '#93a1b5',
    mark: '#ff7a9c',
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
