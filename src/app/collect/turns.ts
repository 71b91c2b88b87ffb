import type { Edition } from '../../core/edition.ts';
import type { Line } from '../line.ts';

/**
 * Runs work that reads an edition's sources while nothing else reads them, in any process: cursors, spending and
 * caps are read at its start and written back at its end.
 */
export function inTurn<T>(line: Pick<Line, 'leases'>, edition: Edition, work: () => Promise<T>): Promise<T> {
  return line.leases.hold(`collect:${edition.id}`, work);
}
