import type { Json, SentFile } from './shapes.ts';
import { findInteraction, nextId, type State, storeMessage, toMessageJson } from './state.ts';
import { checkCommands, checkMessage, type Refusal } from './validate.ts';
import { channels, directChannel, ids, members, threads, users } from './world.ts';

export interface RestRequest {
  method: string;
  /** Below `/api/v10`. */
  path: string;
  query: URLSearchParams;
  body: Json;
  list: Json[];
  files: SentFile[];
  authorised: boolean;
}

export interface RestAnswer {
  status: number;
  body?: unknown;
}

type Route = (request: RestRequest, params: string[], state: State) => RestAnswer;

const ephemeral = 64;

/** Discord's REST API as far as the bot goes: strict where the note lists limits. */
export function answerRest(request: RestRequest, state: State, gatewayUrl: string): RestAnswer {
  for (const [method, pattern, needsToken, route] of routes(gatewayUrl)) {
    const match = method === request.method ? pattern.exec(request.path) : null;
    if (!match) continue;
    if (needsToken && !request.authorised)
      return refuse({ status: 401, code: 0, message: '401: Unauthorized' });
    return route(request, match.slice(1), state);
  }
  return refuse({ status: 404, code: 0, message: '404: Not Found' });
}

function routes(gatewayUrl: string): [string, RegExp, boolean, Route][] {
  return [
    ['GET', /^\/gateway\/bot$/, true, () => ({ status: 200, body: gatewayInfo(gatewayUrl) })],
    ['PUT', /^\/applications\/(\d+)\/commands$/, true, putCommands],
    ['POST', /^\/interactions\/(\d+)\/([^/]+)\/callback$/, false, callback],
    ['PATCH', /^\/webhooks\/\d+\/([^/]+)\/messages\/@original$/, false, editOriginal],
    ['DELETE', /^\/webhooks\/\d+\/([^/]+)\/messages\/@original$/, false, deleteOriginal],
    ['POST', /^\/webhooks\/\d+\/([^/]+)$/, false, followUp],
    ['POST', /^\/channels\/(\d+)\/messages$/, true, postMessage],
    ['GET', /^\/channels\/(\d+)\/messages$/, true, getMessages],
    ['GET', /^\/users\/@me$/, true, () => ({ status: 200, body: users[ids.bot] })],
    ['GET', /^\/channels\/(\d+)$/, true, getChannel],
    ['GET', /^\/guilds\/(\d+)\/members\/(\d+)$/, true, getMember],
  ];
}

function gatewayInfo(url: string): Json {
  return {
    url,
    shards: 1,
    session_start_limit: { total: 1000, remaining: 1000, reset_after: 0, max_concurrency: 1 },
  };
}

const putCommands: Route = ({ list }, _, state) => {
  const refusal = checkCommands(list);
  if (refusal) return refuse(refusal);
  state.commands = list.map((command) => ({
    ...command,
    id: nextId(),
    application_id: ids.application,
    version: nextId(),
  }));
  return { status: 200, body: state.commands };
};

const callback: Route = ({ body, files }, [, token = ''], state) => {
  const interaction = findInteraction(state, token);
  const now = Date.now();
  if (!interaction) return refuse({ status: 404, code: 10062, message: 'Unknown interaction' });
  if (interaction.answeredAt !== undefined) {
    return refuse({ status: 400, code: 40060, message: 'Interaction has already been acknowledged.' });
  }
  if (now - interaction.dispatchedAt > state.answerWithinMs) {
    interaction.late = true;
    return refuse({ status: 404, code: 10062, message: 'Unknown interaction' });
  }
  const data = (body.data ?? {}) as Json;
  const type = Number(body.type);
  if (type === 4) {
    noteMentions(data, state);
    const refusal = checkMessage(data, files);
    if (refusal) return refuse(refusal);
  }
  interaction.answeredAt = now;
  interaction.answerType = type;
  interaction.ephemeral = (Number(data.flags ?? 0) & ephemeral) !== 0;
  if (type === 8) {
    interaction.choices = data.choices as { name: string; value: string }[];
    const tooMany = interaction.choices.length > 25;
    const tooLong = interaction.choices.some(
      ({ name, value }) => name.length < 1 || name.length > 100 || value.length > 100,
    );
    return tooMany || tooLong
      ? refuse({ status: 400, code: 50035, message: 'Invalid Form Body' })
      : { status: 204 };
  }
  const message = storeMessage(state, {
    channelId: interaction.channelId,
    body: type === 4 ? data : {},
    files,
    flags: Number(data.flags ?? 0),
  });
  interaction.originalId = message.id;
  interaction.messages.push(message.id);
  if (type === 4) interaction.toldAt = now;
  return { status: 204 };
};

const editOriginal: Route = ({ body, files }, [token = ''], state) => {
  const interaction = findInteraction(state, token);
  const message = state.messages.find(({ id }) => id === interaction?.originalId);
  if (!interaction || !message || message.deleted)
    return refuse({ status: 404, code: 10008, message: 'Unknown Message' });
  noteMentions(body, state);
  const merged = { ...message.body, ...body, flags: Number(body.flags ?? 0) | message.flags };
  const refusal = checkMessage(
    merged,
    body.attachments === undefined && files.length === 0 ? message.files : files,
  );
  if (refusal) return refuse(refusal);
  message.body = merged;
  message.files = files.length > 0 ? files : message.files;
  message.flags = merged.flags;
  message.edits += 1;
  interaction.toldAt = Date.now();
  return { status: 200, body: toMessageJson(message) };
};

const deleteOriginal: Route = (_, [token = ''], state) => {
  const interaction = findInteraction(state, token);
  const message = state.messages.find(({ id }) => id === interaction?.originalId);
  if (!interaction || !message || message.deleted)
    return refuse({ status: 404, code: 10008, message: 'Unknown Message' });
  message.deleted = true;
  interaction.messages = interaction.messages.filter((id) => id !== message.id);
  return { status: 204 };
};

const followUp: Route = ({ body, files }, [token = ''], state) => {
  const interaction = findInteraction(state, token);
  if (interaction?.answeredAt === undefined)
    return refuse({ status: 404, code: 10015, message: 'Unknown Webhook' });
  if (interaction.userInstalled && interaction.followUps >= 5) {
    return refuse({ status: 400, code: 40094, message: 'Maximum number of follow-up messages reached' });
  }
  noteMentions(body, state);
  const refusal = checkMessage(body, files);
  if (refusal) return refuse(refusal);
  const original = state.messages.find(({ id }) => id === interaction.originalId);
  if (original && !original.deleted && original.edits === 0 && interaction.answerType === 5) {
    state.violations.push(`a follow-up took the place of the deferred answer of ${interaction.id}`);
  }
  const message = storeMessage(state, {
    channelId: interaction.channelId,
    body,
    files,
    flags: Number(body.flags ?? 0),
  });
  interaction.messages.push(message.id);
  interaction.followUps += 1;
  interaction.toldAt ??= Date.now();
  return { status: 200, body: toMessageJson(message) };
};

const postMessage: Route = ({ body, files }, [channelId = ''], state) => {
  const refused = state.refusals.get(channelId);
  if (refused) return refuse(refused);
  if (!findChannel(channelId)) return refuse({ status: 404, code: 10003, message: 'Unknown Channel' });
  noteMentions(body, state);
  const refusal = checkMessage(body, files);
  if (refusal) return refuse(refusal);
  const nonce = typeof body.nonce === 'string' ? body.nonce : undefined;
  const known = nonce && body.enforce_nonce ? state.byNonce.get(nonce) : undefined;
  if (known && Date.now() - known.at <= state.nonceWindowMs)
    return { status: 200, body: toMessageJson(known.message) };
  const message = storeMessage(state, { channelId, body, files, flags: Number(body.flags ?? 0) });
  if (nonce) state.byNonce.set(nonce, { message, at: Date.now() });
  return { status: 200, body: toMessageJson(message) };
};

/** Newest first. Who may not read history is given none of it, and no error. */
const getMessages: Route = ({ query }, [channelId = ''], state) => {
  const refused = state.refusals.get(channelId);
  if (refused) return refuse(refused);
  if (!findChannel(channelId)) return refuse({ status: 404, code: 10003, message: 'Unknown Channel' });
  if (state.withoutHistory.includes(channelId)) return { status: 200, body: [] };
  const before = query.get('before');
  const limit = Number(query.get('limit') ?? 50);
  if (limit < 1 || limit > 100) return refuse({ status: 400, code: 50035, message: 'Invalid Form Body' });
  const shown = state.messages
    .filter((message) => message.channelId === channelId && !message.deleted)
    .filter(({ id }) => !before || BigInt(id) < BigInt(before))
    .toSorted((a, b) => (BigInt(a.id) < BigInt(b.id) ? 1 : -1));
  // A nonce is told when a message is made, and never again.
  const body = shown.slice(0, limit).map((message) => ({ ...toMessageJson(message), nonce: undefined }));
  return { status: 200, body };
};

const getChannel: Route = (_, [id = ''], state) => {
  const channel = findChannel(id);
  const newest = state.messages.findLast(({ channelId }) => channelId === id);
  return channel
    ? { status: 200, body: { ...channel, ...(newest && { last_message_id: newest.id }) } }
    : refuse({ status: 404, code: 10003, message: 'Unknown Channel' });
};

const getMember: Route = (_, [, user = '']) => {
  const member = members[user];
  return member
    ? { status: 200, body: member }
    : refuse({ status: 404, code: 10007, message: 'Unknown Member' });
};

/** Besides the known ones any number of plain channels, whose ids begin with 9. */
function findChannel(id: string): Json | undefined {
  if (/^9\d{18}$/.test(id)) return { ...channels.find((channel) => channel.id === ids.general), id };
  return [...channels, ...threads, directChannel].find((channel) => channel.id === id);
}

/** Discord would parse every mention of a message that does not say otherwise. */
function noteMentions(body: Json, state: State): void {
  const allowed = body.allowed_mentions as Json | undefined;
  if (!Array.isArray(allowed?.parse) || allowed.parse.length > 0)
    state.violations.push('mentions were not forbidden');
}

function refuse({ status, code, message, errors }: Refusal): RestAnswer {
  return { status, body: { message, code, ...(errors && { errors }) } };
}
