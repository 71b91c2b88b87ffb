import { createHash } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Json, SentFile } from './shapes.ts';

export interface ParsedBody {
  body: Json;
  list: Json[];
  files: SentFile[];
}

/** JSON, or multipart with `payload_json` and `files[n]` as discord.js sends it. */
export async function readBody(request: IncomingMessage): Promise<ParsedBody> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const bytes = Buffer.concat(chunks);
  const type = request.headers['content-type'] ?? '';
  if (type.startsWith('multipart/form-data')) return readForm(bytes, type);
  return { ...fromJson(bytes.length > 0 ? JSON.parse(bytes.toString('utf8')) : {}), files: [] };
}

function fromJson(value: unknown): { body: Json; list: Json[] } {
  return Array.isArray(value) ? { body: {}, list: value as Json[] } : { body: value as Json, list: [] };
}

async function readForm(bytes: Buffer, type: string): Promise<ParsedBody> {
  const form = await new Response(new Uint8Array(bytes), { headers: { 'content-type': type } }).formData();
  const files: SentFile[] = [];
  let json: unknown = {};
  for (const [field, value] of form) {
    if (typeof value === 'string') {
      if (field === 'payload_json') json = JSON.parse(value);
      continue;
    }
    const content = Buffer.from(await value.arrayBuffer());
    const sha256 = createHash('sha256').update(content).digest('hex');
    files.push({ field, name: value.name, contentType: value.type, size: content.length, sha256 });
  }
  return { ...fromJson(json), files };
}
