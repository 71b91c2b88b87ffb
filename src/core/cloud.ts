import type { Picture } from './message.ts';
import type { Word } from './report.ts';

export interface CloudRequest {
  words: Word[];
  width: number;
  height: number;
  theme: 'light' | 'dark';
  seed: number;
  /** Printed above the cloud; none leaves the whole canvas to words. */
  title?: string;
  subtitle?: string;
  /** Names of the groups, in legend order. */
  groups?: { id: string; label: string }[];
  /** What the marks for new and rising words mean, in the report's language. */
  trendLabels?: { new: string; rising: string };
  formats: ('png' | 'jpeg')[];
}

export interface Placement {
  text: string;
  x: number;
  y: number;
  width: number;
  height: number;
  /** Font size in pixels. */
  size: number;
  rotated: boolean;
}

/** A drawn cloud as pages show it: the picture, and where its words stand. */
export interface PlacedCloud {
  picture: Picture;
  placements: Placement[];
}

export interface CloudPicture {
  png?: Uint8Array;
  jpeg?: Uint8Array;
  width: number;
  height: number;
  placements: Placement[];
  /** Words for which there was no room or no glyph, named with the reason. */
  left: { text: string; reason: string }[];
}
