import { type Message, toPlainText } from '../../core/message.ts';

/** At most `most` messages: when there are more, the last says so and carries all that is left as a text file. */
export function boundParts(parts: readonly Message[], most: number, note: string): Message[] {
  if (parts.length <= most) return [...parts];
  const rest = parts.slice(most - 1);
  const text = rest.map(toPlainText).join('\n\n');
  const file = {
    name: 'rest.md',
    contentType: 'text/markdown',
    bytes: new TextEncoder().encode(`${text}\n`),
  };
  const last: Message = {
    blocks: [{ kind: 'paragraph', spans: [{ text: note }] }],
    actions: rest.flatMap((part) => part.actions).slice(0, 25),
    attachments: [file, ...rest.flatMap((part) => part.attachments ?? [])],
  };
  return [...parts.slice(0, most - 1), last];
}
