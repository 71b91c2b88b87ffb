/** What a small chart shows. */
export interface ChartRequest {
  title: string;
  /** In the order of the axis, such as one a day; values of 0 or more. */
  points: readonly { label: string; value: number }[];
  width: number;
  height: number;
  theme: 'light' | 'dark';
  /** Behind each value, such as `%`. */
  unit?: string;
  /** PNG alone when absent. */
  formats?: readonly ('png' | 'jpeg')[];
}

/** A drawn chart, in the formats asked for. */
export interface ChartPicture {
  png?: Uint8Array;
  jpeg?: Uint8Array;
  width: number;
  height: number;
}
