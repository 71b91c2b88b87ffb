import {
  type APIActionRowComponent,
  type APIButtonComponentWithCustomId,
  ButtonStyle,
  ComponentType,
} from 'discord.js';
import type { Action } from '../../core/message.ts';
import { cutLabel } from './cut.ts';
import { maxButtonBytes, maxButtons, maxButtonsInRow, maxCustomIdBytes, maxLabelLength } from './limits.ts';

/** The form of what a button carries; a later form gets another number, so that old messages stay readable. */
const version = 'v1|';

export type ButtonRow = APIActionRowComponent<APIButtonComponentWithCustomId>;

/** The command line that a pressed button means; undefined when it is none of ours. */
export function readButton(customId: string): string | undefined {
  return customId.startsWith(version) ? customId.slice(version.length) : undefined;
}

/** Buttons that Discord takes: each command line once, and only those that fit. */
export function usableActions(actions: readonly Action[]): Action[] {
  const first = new Map<string, Action>();
  for (const action of actions) {
    if (byteLength(version + action.command) > maxCustomIdBytes || first.has(action.command)) continue;
    first.set(action.command, action);
  }
  return [...first.values()];
}

/** Actions in groups that each fit one message. */
export function groupActions(actions: readonly Action[]): Action[][] {
  const groups: Action[][] = [];
  let bytes = 0;
  for (const action of actions) {
    const weight = actionBytes(action);
    const last = groups.at(-1);
    const isFull = !last || last.length === maxButtons || bytes + weight > maxButtonBytes;
    if (isFull) groups.push([action]);
    else last.push(action);
    bytes = isFull ? weight : bytes + weight;
  }
  return groups;
}

export function renderRows(actions: readonly Action[]): ButtonRow[] {
  const rows: ButtonRow[] = [];
  for (let from = 0; from < actions.length; from += maxButtonsInRow) {
    const components = actions.slice(from, from + maxButtonsInRow).map(renderButton);
    rows.push({ type: ComponentType.ActionRow, components });
  }
  return rows;
}

/** What a button adds to a message, in UTF-8 with some room for its structure. */
export function actionBytes(action: Action): number {
  return byteLength(labelOf(action)) + byteLength(version + action.command) + 32;
}

export function byteLength(text: string): number {
  return Buffer.byteLength(text, 'utf8');
}

function renderButton(action: Action): APIButtonComponentWithCustomId {
  return {
    type: ComponentType.Button,
    style: ButtonStyle.Secondary,
    label: labelOf(action),
    custom_id: version + action.command,
  };
}

function labelOf({ label, command }: Action): string {
  return cutLabel(label, maxLabelLength) || cutLabel(command, maxLabelLength);
}
