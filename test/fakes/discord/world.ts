import type { Json } from './shapes.ts';

/** One server with every kind of channel that the bot meets, and one private chat. */

export const token = 'MTAwMDAwMDAwMDAwMDAwMDAx.GFakeX.a-token-that-opens-nothing-but-the-fake';

export const ids = {
  application: '1000000000000000001',
  bot: '1000000000000000001',
  guild: '2000000000000000001',
  everyone: '2000000000000000001',
  botRole: '2000000000000000002',
  managerRole: '2000000000000000003',
  category: '3000000000000000001',
  general: '3000000000000000002',
  news: '3000000000000000003',
  /** The bot may look, not write. */
  readOnly: '3000000000000000004',
  /** Neither the bot nor ordinary members may look. */
  hidden: '3000000000000000005',
  forum: '3000000000000000006',
  forumPost: '3000000000000000007',
  thread: '3000000000000000008',
  lockedThread: '3000000000000000009',
  direct: '3000000000000000010',
  manager: '4000000000000000001',
  member: '4000000000000000002',
  stranger: '4000000000000000003',
} as const;

const bit = (index: number) => 1n << BigInt(index);
const view = bit(10);
const send = bit(11);
const embed = bit(14);
const attach = bit(15);
const history = bit(16);
const sendInThreads = bit(38);
const manageChannels = bit(4);
const useCommands = bit(31);

const basic = view | send | embed | attach | history | sendInThreads | useCommands;

export const users: Record<string, Json> = {
  [ids.bot]: user(ids.bot, 'broadsheet', true),
  [ids.manager]: user(ids.manager, 'mira'),
  [ids.member]: user(ids.member, 'tom'),
  [ids.stranger]: user(ids.stranger, 'zoe'),
};

export const members: Record<string, Json> = {
  [ids.bot]: member(ids.bot, [ids.botRole]),
  [ids.manager]: member(ids.manager, [ids.managerRole]),
  [ids.member]: member(ids.member, []),
};

/** What each may do at large, as an interaction tells it. */
export const permissionsOf: Record<string, string> = {
  [ids.bot]: String(basic),
  [ids.manager]: String(basic | manageChannels),
  [ids.member]: String(basic),
};

function user(id: string, username: string, bot = false): Json {
  return { id, username, discriminator: '0', global_name: null, avatar: null, bot, public_flags: 0 };
}

function member(id: string, roles: string[]): Json {
  return {
    user: users[id],
    nick: null,
    avatar: null,
    roles,
    joined_at: '2025-01-01T00:00:00.000Z',
    premium_since: null,
    deaf: false,
    mute: false,
    flags: 0,
    pending: false,
  };
}

function role(id: string, name: string, permissions: bigint, position: number): Json {
  const colours = { primary_color: 0, secondary_color: null, tertiary_color: null };
  const looks = { color: 0, colors: colours, hoist: false, icon: null, unicode_emoji: null };
  return {
    id,
    name,
    ...looks,
    position,
    permissions: String(permissions),
    managed: false,
    mentionable: false,
    flags: 0,
  };
}

function channel(id: string, type: number, name: string, more: Json = {}): Json {
  return {
    id,
    type,
    guild_id: ids.guild,
    name,
    position: 0,
    permission_overwrites: [],
    nsfw: false,
    topic: null,
    parent_id: null,
    last_message_id: null,
    rate_limit_per_user: 0,
    flags: 0,
    ...more,
  };
}

function thread(id: string, parent: string, name: string, locked: boolean): Json {
  return {
    id,
    type: 11,
    guild_id: ids.guild,
    parent_id: parent,
    name,
    owner_id: ids.manager,
    last_message_id: null,
    message_count: 0,
    member_count: 1,
    total_message_sent: 0,
    rate_limit_per_user: 0,
    flags: 0,
    thread_metadata: {
      archived: false,
      auto_archive_duration: 1440,
      archive_timestamp: '2025-01-01T00:00:00.000Z',
      locked,
      create_timestamp: '2025-01-01T00:00:00.000Z',
    },
  };
}

const overwrite = (id: string, type: number, allow: bigint, deny: bigint) => ({
  id,
  type,
  allow: String(allow),
  deny: String(deny),
});

export const channels: Json[] = [
  channel(ids.category, 4, 'talk'),
  channel(ids.general, 0, 'general', { parent_id: ids.category }),
  channel(ids.news, 5, 'news'),
  channel(ids.readOnly, 0, 'read-only', {
    permission_overwrites: [overwrite(ids.botRole, 0, 0n, send | attach)],
  }),
  channel(ids.hidden, 0, 'hidden', {
    permission_overwrites: [overwrite(ids.everyone, 0, 0n, view), overwrite(ids.managerRole, 0, view, 0n)],
  }),
  channel(ids.forum, 15, 'forum', {
    available_tags: [],
    default_reaction_emoji: null,
    default_sort_order: null,
  }),
];

export const threads: Json[] = [
  thread(ids.forumPost, ids.forum, 'a post in the forum', false),
  thread(ids.thread, ids.general, 'a thread', false),
  thread(ids.lockedThread, ids.general, 'a locked thread', true),
];

export const directChannel: Json = {
  id: ids.direct,
  type: 1,
  last_message_id: null,
  recipients: [users[ids.member]],
  flags: 0,
};

export const roles: Json[] = [
  role(ids.everyone, '@everyone', basic, 0),
  role(ids.botRole, 'broadsheet', basic, 1),
  role(ids.managerRole, 'managers', basic | manageChannels, 2),
];

export function guild(): Json {
  return {
    id: ids.guild,
    name: 'A server',
    icon: null,
    splash: null,
    discovery_splash: null,
    owner_id: '4000000000000000009',
    afk_channel_id: null,
    afk_timeout: 300,
    verification_level: 0,
    default_message_notifications: 0,
    explicit_content_filter: 0,
    roles,
    emojis: [],
    stickers: [],
    features: [],
    mfa_level: 0,
    application_id: null,
    system_channel_id: null,
    system_channel_flags: 0,
    rules_channel_id: null,
    vanity_url_code: null,
    description: null,
    banner: null,
    premium_tier: 0,
    preferred_locale: 'en-US',
    public_updates_channel_id: null,
    nsfw_level: 0,
    premium_progress_bar_enabled: false,
    safety_alerts_channel_id: null,
    joined_at: '2025-01-01T00:00:00.000Z',
    large: false,
    unavailable: false,
    member_count: 3,
    voice_states: [],
    members: [members[ids.bot]],
    channels,
    threads,
    presences: [],
    stage_instances: [],
    guild_scheduled_events: [],
    soundboard_sounds: [],
  };
}
