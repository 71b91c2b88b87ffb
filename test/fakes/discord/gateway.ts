import type { Server } from 'node:http';
import { type WebSocket, WebSocketServer } from 'ws';
import type { Json } from './shapes.ts';
import { nextId, type State } from './state.ts';
import { guild, ids, token, users } from './world.ts';

export interface Gateway {
  dispatch(type: string, data: Json): void;
  /** Ends every connection with a close code. */
  close(code: number): void;
}

interface Packet {
  op: number;
  d?: unknown;
  t?: string;
  s?: number;
}

/** The gateway: hello, identify, resume with what was missed, heartbeats, and whatever a test dispatches. */
export function openGateway(server: Server, state: State, url: () => string): Gateway {
  const sockets = new Set<WebSocket>();
  const sent: Packet[] = [];
  const send = (socket: WebSocket, packet: Packet) => socket.send(JSON.stringify(packet));
  const dispatchTo = (socket: WebSocket, t: string, d: Json) => {
    const packet = { op: 0, t, s: sent.length + 1, d };
    sent.push(packet);
    send(socket, packet);
  };

  const identify = (socket: WebSocket, data: Json) => {
    const shard = (data.shard ?? [0, 1]) as [number, number];
    state.identifies.push({
      token: String(data.token),
      intents: Number(data.intents),
      shard,
      at: Date.now(),
    });
    if (data.token !== token) return socket.close(4004, 'Authentication failed.');
    sockets.add(socket);
    state.connected = sockets.size;
    const isHome = shardOf(ids.guild, shard[1]) === shard[0];
    dispatchTo(socket, 'READY', ready(url(), shard, isHome));
    if (isHome) dispatchTo(socket, 'GUILD_CREATE', guild());
    return undefined;
  };

  const resume = (socket: WebSocket, data: Json) => {
    state.resumes += 1;
    sockets.add(socket);
    state.connected = sockets.size;
    for (const packet of sent.slice(Number(data.seq))) send(socket, packet);
    dispatchTo(socket, 'RESUMED', {});
  };

  const webSockets = new WebSocketServer({ server });
  webSockets.on('connection', (socket) => {
    send(socket, { op: 10, d: { heartbeat_interval: 41_250 } });
    socket.on('message', (raw) => {
      const { op, d } = JSON.parse(String(raw)) as { op: number; d: Json };
      if (op === 1) send(socket, { op: 11 });
      if (op === 2) identify(socket, d);
      if (op === 6) resume(socket, d);
    });
    socket.on('close', () => {
      sockets.delete(socket);
      state.connected = sockets.size;
    });
  });

  return {
    dispatch(type, data) {
      const packet = { op: 0, t: type, s: sent.length + 1, d: data };
      sent.push(packet);
      for (const socket of sockets) send(socket, packet);
    },
    close(code) {
      for (const socket of sockets) socket.close(code);
    },
  };
}

/** Discord's own rule for which connection tells of a server. */
function shardOf(guildId: string, count: number): number {
  return Number((BigInt(guildId) >> 22n) % BigInt(count));
}

function ready(url: string, shard: [number, number], isHome: boolean): Json {
  return {
    v: 10,
    user: users[ids.bot],
    guilds: isHome ? [{ id: ids.guild, unavailable: true }] : [],
    session_id: nextId(),
    session_type: 'normal',
    resume_gateway_url: url,
    shard,
    application: { id: ids.application, flags: 0 },
  };
}
