/** A platform-neutral message. Renderers escape every `text`, and split; commands never write markup. */

export interface Span {
  text: string;
  bold?: boolean;
  italic?: boolean;
  /** An http(s) address out of our own store; renderers refuse anything else. */
  href?: string;
}

export type Block =
  | { kind: 'heading'; level: 1 | 2 | 3; text: string }
  | { kind: 'paragraph'; spans: Span[] }
  | {
      kind: 'list';
      ordered: boolean;
      entries: Span[][];
      /** Number of the first entry of an ordered list; 1 where absent. */
      start?: number;
    }
  | { kind: 'image'; picture: Picture };

/** Image bytes with the words that stand for them. */
export interface Picture {
  name: string;
  contentType: 'image/png' | 'image/jpeg';
  bytes: Uint8Array;
  width: number;
  height: number;
  alt: string;
}

/** A button: pressing it is the same as typing `command`. */
export interface Action {
  label: string;
  /** The command line without a slash, such as `digest agents 2025-12-27`; at most 60 bytes in UTF-8. */
  command: string;
}

/** A file that goes with the message, such as the full report. */
export interface Attachment {
  name: string;
  contentType: string;
  bytes: Uint8Array;
}

export interface Message {
  blocks: Block[];
  actions: Action[];
  attachments?: Attachment[];
  /** Only the asker should see it where the platform can do that. */
  ephemeral?: boolean;
  /** What it is about, such as a topic id: platforms that can give each its own colour. */
  accent?: string;
}

/** A message of plain paragraphs. */
export function plainMessage(...paragraphs: string[]): Message {
  return { blocks: paragraphs.map((text) => ({ kind: 'paragraph', spans: [{ text }] })), actions: [] };
}

/** The message as plain text, one block a paragraph: for logs, terminals and tests. */
export function toPlainText(message: Message): string {
  return message.blocks.map(blockText).join('\n\n');
}

function blockText(block: Block): string {
  if (block.kind === 'heading') return `${'#'.repeat(block.level)} ${block.text}`;
  if (block.kind === 'paragraph') return spansText(block.spans);
  if (block.kind === 'image') return `[${block.picture.alt}]`;
  return block.entries
    .map((spans, index) => `${block.ordered ? `${index + (block.start ?? 1)}.` : '-'} ${spansText(spans)}`)
    .join('\n');
}

function spansText(spans: Span[]): string {
  return spans.map((span) => (span.href ? `${span.text} <${span.href}>` : span.text)).join('');
}
