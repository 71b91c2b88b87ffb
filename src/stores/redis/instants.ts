/** Epoch milliseconds of an ISO instant. Anything else is a bug of the caller. */
export function toMs(instant: string): number {
  const ms = Date.parse(instant);
  if (Number.isNaN(ms)) throw new TypeError(`not an instant: ${JSON.stringify(instant)}`);
  return ms;
}
