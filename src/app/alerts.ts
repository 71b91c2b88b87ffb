import type { Chat, Delivery } from '../core/delivery.ts';
import type { Edition } from '../core/edition.ts';
import { isChinese, type Language } from '../core/language.ts';
import { type Message, plainMessage } from '../core/message.ts';
import { addMs } from '../core/schedule.ts';
import { dayOf } from '../core/window.ts';
import { freeze } from '../delivery/frozen.ts';
import { findTrouble } from '../delivery/trouble.ts';
import { scrub } from '../lib/log.ts';
import { silentRuns, waitingRuns } from './alerts/runs.ts';
import { type Alarm, tellAlarm } from './alerts/text.ts';
import { findRefusal } from './budget.ts';
import { troublesOf } from './collect/trouble.ts';
import type { Line } from './line.ts';

export interface AlertParts {
  line: Pick<Line, 'config' | 'store' | 'clock' | 'log' | 'sourcesOf'>;
  /** The operator's chat. */
  chat: Chat;
  /** Values that no message may carry, whatever an error quotes. */
  secrets: readonly string[];
}

/** Looks after what only the operator can mend. */
export interface Alerts {
  /**
   * Plans one message for each cause that holds now and was not told on its day yet; resolves to their number. They
   * are rows of the ledger: sent by the delivery loop, at most once, tried again and given up by the same rules as
   * digests, and by one process of many.
   */
  watch(): Promise<number>;
}

/** What changed longer ago than this is no news. */
const recentMs = 2 * 60 * 60_000;

export function createAlerts(parts: AlertParts): Alerts {
  const startedAt = parts.line.clock.now();
  return {
    async watch() {
      const alarms = [...(await editionAlarms(parts.line)), ...(await deliveryAlarms(parts.line, startedAt))];
      let planned = 0;
      for (const alarm of alarms) planned += await plan(parts, alarm);
      return planned;
    },
  };
}

async function editionAlarms(line: AlertParts['line']): Promise<Alarm[]> {
  const real = line.config.editions.filter(({ sample }) => !sample);
  const alarms = await Promise.all(
    real.flatMap((edition) => [sourcesAlarm(line, edition), budgetAlarm(line, edition)]),
  );
  return alarms.filter((alarm) => alarm !== undefined);
}

/** A watched folder waits for files and never fails, so it cannot speak for an edition whose sources all do. */
async function sourcesAlarm(line: AlertParts['line'], edition: Edition): Promise<Alarm | undefined> {
  const asked = line.sourcesOf(edition).filter(({ config }) => !(config.kind === 'archive' && config.watch));
  const troubles = await troublesOf(line, edition);
  const failing = troubles.filter(({ name }) => asked.some((source) => source.name === name));
  if (asked.length === 0 || failing.length < asked.length) return undefined;
  return { kind: 'sources', edition: edition.id, day: dayOf(line.clock.now(), edition.timezone), failing };
}

async function budgetAlarm(line: AlertParts['line'], edition: Edition): Promise<Alarm | undefined> {
  const day = dayOf(line.clock.now(), edition.timezone);
  const reason = await findRefusal(line.store, edition.id, day);
  return reason ? { kind: 'budget', edition: edition.id, day, reason } : undefined;
}

async function deliveryAlarms({ store, clock }: AlertParts['line'], startedAt: string): Promise<Alarm[]> {
  const now = clock.now();
  const rows = await store.findDeliveries({ since: addMs(now, -recentMs) });
  const overdue = await store.findSubscriptions({ state: 'active', dueAt: now });
  if (rows.length + overdue.length === 0) return [];
  const known = await store.findSubscriptions({});
  const silent = silentRuns(rows, known, now);
  const waiting = waitingRuns(overdue, { now, startedAt });
  return Promise.all(
    [...silent, ...waiting].map(async (run): Promise<Alarm> => {
      const trouble = run.reason === '' ? await findTrouble(store, run.edition) : undefined;
      return { kind: 'undelivered', ...run, reason: run.reason || (trouble?.reason ?? '') };
    }),
  );
}

async function plan({ line, chat, secrets }: AlertParts, alarm: Alarm): Promise<number> {
  const id = `alert-${causeOf(alarm)}`;
  const message = alertMessage(alarm, languageOf(line), secrets);
  const frozen = await freeze(line.store, [{ reportId: '', message }]);
  const row: Delivery = {
    ...{ id: `${id}.${alarm.day}.0`, subscriptionId: id, date: alarm.day, part: 0 },
    ...{ reportId: '', frozen, chat, attempts: 0, state: 'pending', at: line.clock.now() },
  };
  const added = await line.store.planDeliveries([row], []);
  if (added > 0) line.log.warn({ cause: causeOf(alarm), day: alarm.day }, 'operator alerted');
  return added;
}

/** One a day under this name. */
function causeOf(alarm: Alarm): string {
  const { kind, edition } = alarm;
  return alarm.kind === 'undelivered' ? `${kind}-${alarm.platform}-${edition}` : `${kind}-${edition}`;
}

function languageOf({ config }: AlertParts['line']): Language {
  const edition = config.editions.find(({ id }) => id === config.defaultEdition);
  return isChinese(edition?.languages[0] ?? 'en') ? 'zh' : 'en';
}

function alertMessage(alarm: Alarm, language: Language, secrets: readonly string[]): Message {
  const [title = '', ...paragraphs] = tellAlarm(alarm, language).map((text) => scrub(text, secrets));
  const { blocks } = plainMessage(...paragraphs);
  return { blocks: [{ kind: 'heading', level: 2, text: title }, ...blocks], actions: [] };
}
