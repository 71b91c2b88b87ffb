import type { Json, SeenInteraction } from './shapes.ts';
import { nextId, type State, toMessageJson } from './state.ts';
import { channels, directChannel, ids, members, permissionsOf, threads, users } from './world.ts';

/** What somebody does in a client. */
export interface Act {
  kind: 'command' | 'button' | 'autocomplete';
  /** For commands and half-typed ones. */
  command?: string;
  options?: Record<string, string>;
  /** The option that is being typed. */
  focused?: string;
  /** For buttons. */
  customId?: string;
  /** The message on which the button stands; one that was never sent stands for an old one. */
  messageId?: string;
  channelId?: string;
  userId?: string;
  locale?: string;
  /** The app came with the user, not with the server. */
  userInstalled?: boolean;
}

/** The interaction that Discord dispatches for an act, complete as its clients insist. */
export function toInteraction(act: Act, state: State): { data: Json; seen: SeenInteraction } {
  const channelId = act.channelId ?? ids.general;
  const userId = act.userId ?? ids.member;
  const isDirect = channelId === ids.direct;
  const channel = [...channels, ...threads, directChannel].find(({ id }) => id === channelId) ?? {};
  const seen: SeenInteraction = {
    id: nextId(),
    token: `aW50ZXJhY3Rpb24-${nextId()}-${Math.random().toString(36).slice(2)}`,
    kind: act.kind,
    channelId,
    dispatchedAt: Date.now(),
    messages: [],
    followUps: 0,
    userInstalled: act.userInstalled ?? false,
  };
  const data = {
    id: seen.id,
    application_id: ids.application,
    type: { command: 2, button: 3, autocomplete: 4 }[act.kind],
    token: seen.token,
    version: 1,
    channel_id: channelId,
    channel,
    locale: act.locale ?? 'en-US',
    entitlements: [],
    app_permissions: permissionsOf[ids.bot],
    attachment_size_limit: 10 * 1024 * 1024,
    context: isDirect ? 1 : 0,
    authorizing_integration_owners: act.userInstalled ? { 1: userId } : { 0: isDirect ? '0' : ids.guild },
    ...(isDirect ? { user: users[userId] } : inGuild(userId)),
    ...(act.kind === 'button' ? pressed(act, state, channelId) : typed(act)),
  };
  return { data, seen };
}

function inGuild(userId: string): Json {
  const member = { ...members[userId], permissions: permissionsOf[userId] ?? '0' };
  return {
    guild_id: ids.guild,
    guild_locale: 'en-US',
    guild: { id: ids.guild, locale: 'en-US', features: [] },
    member,
  };
}

function typed(act: Act): Json {
  const options = Object.entries(act.options ?? {}).map(([name, value]) => ({
    name,
    type: name === 'channel' ? 7 : 3,
    value,
    ...(act.focused === name && { focused: true }),
  }));
  return { data: { id: '5000000000000000001', name: act.command, type: 1, options } };
}

function pressed(act: Act, state: State, channelId: string): Json {
  const known = state.messages.find(({ id }) => id === act.messageId);
  const old = {
    id: act.messageId ?? nextId(),
    channelId,
    flags: 0,
    body: { content: 'old' },
    files: [],
    edits: 0,
    at: 0,
  };
  return {
    message: toMessageJson(known ?? old),
    data: { custom_id: act.customId, component_type: 2 },
  };
}
