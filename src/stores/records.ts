import type { ChatSettings, Delivery, Subscription } from '../core/delivery.ts';
import type { DayMemory } from '../core/pack.ts';
import type { Post } from '../core/post.ts';
import type { Report } from '../core/report.ts';
import type { Store } from '../ports.ts';

/** Everything that a store holds, one record at a time. */
export type StoreRecord =
  | { kind: 'post'; edition: string; post: Post }
  | { kind: 'report'; report: Report }
  | { kind: 'memory'; edition: string; memory: DayMemory }
  | { kind: 'blob'; key: string; bytes: Uint8Array }
  | { kind: 'value'; key: string; value: string }
  | { kind: 'chat'; settings: ChatSettings }
  | { kind: 'subscription'; subscription: Subscription }
  | { kind: 'delivery'; delivery: Delivery };

/** A store that can be moved: all adapters are. */
export interface CopyableStore extends Store {
  /** Every record, in no set order; what changes meanwhile may be missed or come twice. */
  records(): AsyncIterable<StoreRecord>;
}
