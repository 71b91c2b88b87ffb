import type { UserFromGetMe } from 'grammy/types';
import type { Command } from '../../core/command.ts';
import { ConfigError } from '../../core/errors.ts';
import type { Log } from '../../lib/log.ts';
import type { Store } from '../../ports.ts';
import { type Client, type ClientSignal, toClientSignal } from './client.ts';
import { isBadToken, isUnknownMethod, toSendError } from './failures.ts';
import { registerMenus } from './menu.ts';
import type { Sender } from './sender.ts';

/** What is needed to get acquainted with the server. */
export interface Acquaintance {
  client: Client;
  sender: Sender;
  commands: readonly Command[];
  values: Pick<Store, 'getValue' | 'setValue'>;
  log: Log;
  stopping: AbortSignal;
}

const patienceMs = 10_000;

/** One call of the start ends with the bot, and in any case after a while. */
function patience(stopping: AbortSignal): ClientSignal {
  return toClientSignal(AbortSignal.any([stopping, AbortSignal.timeout(patienceMs)]));
}

/** Who the bot is; undefined while the server cannot be reached. A refused token throws `ConfigError`. */
export async function introduce({ client, log, stopping }: Acquaintance): Promise<UserFromGetMe | undefined> {
  try {
    return await client.api.getMe(patience(stopping));
  } catch (error) {
    if (isBadToken(error)) {
      throw new ConfigError(['TELEGRAM_TOKEN is refused by Telegram; copy the token from @BotFather again.']);
    }
    log.warn({ reason: toSendError(error, 'getMe').message }, 'Telegram cannot be reached yet');
    return undefined;
  }
}

/** What must hold before polling; a step that fails is logged and tried again at the next start. */
export async function prepare(tools: Acquaintance, myId: number): Promise<void> {
  const { api } = tools.client;
  await attempt(tools.log, 'deleteWebhook', () => api.deleteWebhook({}, patience(tools.stopping)));
  await attempt(tools.log, 'setMyCommands', () =>
    registerMenus(api, myId, { ...tools, signal: () => patience(tools.stopping) }),
  );
  await probeRich(tools, myId);
}

async function attempt(log: Log, method: string, act: () => Promise<unknown>): Promise<void> {
  try {
    await act();
  } catch (error) {
    log.warn({ reason: toSendError(error, method).message }, 'Telegram was not set up fully');
  }
}

/** A bot cannot write to itself, so this sends nothing; an older server says that it has no such method. */
export async function probeRich({ client, sender, stopping }: Acquaintance, myId: number): Promise<void> {
  if (sender.style() !== 'rich') return;
  try {
    await client.api.sendRichMessage(
      myId,
      { blocks: [{ type: 'paragraph', text: '·' }] },
      {},
      patience(stopping),
    );
  } catch (error) {
    if (isUnknownMethod(error)) sender.dropRich();
  }
}
