import type { Command } from '../src/core/command.ts';
import { digest } from './digest.ts';
import { help } from './help.ts';
import { preview } from './preview.ts';
import { settings } from './settings.ts';
import { status } from './status.ts';
import { subscribe } from './subscribe.ts';
import { subscriptions } from './subscriptions.ts';
import { topics } from './topics.ts';
import { trend } from './trend.ts';
import { unsubscribe } from './unsubscribe.ts';

/** Everything people can say to the bot, in the order of /help. A test holds this list against the folder. */
export const commands: readonly Command[] = [
  digest,
  topics,
  trend,
  subscribe,
  subscriptions,
  preview,
  unsubscribe,
  settings,
  status,
  help,
];
