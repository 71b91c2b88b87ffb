import type { Json, SentFile } from './shapes.ts';

/** Discord's refusal of a message. */
export interface Refusal {
  status: number;
  code: number;
  message: string;
  errors?: Json;
}

const componentsV2 = 1 << 15;

/** The rules of `resources/message` and `components/reference`, as far as the bot could break them. */
export function checkMessage(body: Json, files: readonly SentFile[]): Refusal | undefined {
  const faults: string[] = [];
  checkFiles(body, files, faults);
  if (typeof body.nonce === 'string' && body.nonce.length > 25) faults.push('nonce: longer than 25');
  const isV2 = (Number(body.flags ?? 0) & componentsV2) !== 0;
  const empty = isV2 ? checkV2(body, files, faults) : checkClassic(body, files, faults);
  if (faults.length > 0) return invalid(faults);
  if (empty) return { status: 400, code: 50006, message: 'Cannot send an empty message' };
  return isV2 ? checkProcessedSize(body) : undefined;
}

export function invalid(faults: readonly string[]): Refusal {
  const errors = Object.fromEntries(
    faults.map((fault, index) => [index, { _errors: [{ code: 'INVALID', message: fault }] }]),
  );
  return { status: 400, code: 50035, message: `Invalid Form Body: ${faults.join('; ')}`, errors };
}

function checkFiles(body: Json, files: readonly SentFile[], faults: string[]): void {
  if (files.length > 10) faults.push('files: more than 10');
  const total = files.reduce((sum, file) => sum + file.size, 0);
  if (total > 25 * 1024 * 1024) faults.push('files: more than 25 MiB');
  if (files.some((file) => file.size > 10 * 1024 * 1024)) faults.push('files: one larger than 10 MiB');
  if (new Set(files.map((file) => file.name)).size !== files.length) faults.push('files: two of one name');
  for (const attachment of listOf(body.attachments)) {
    if (!files.some((file) => file.field === `files[${attachment.id}]`))
      faults.push('attachments: no such file');
    if (String(attachment.description ?? '').length > 1024) faults.push('attachments: description too long');
  }
}

interface Count {
  components: number;
  characters: number;
  customIds: string[];
  shown: Set<string>;
}

function checkV2(body: Json, files: readonly SentFile[], faults: string[]): boolean {
  if (body.content) faults.push('content: not with components V2');
  if (listOf(body.embeds).length > 0) faults.push('embeds: not with components V2');
  const count: Count = { components: 0, characters: 0, customIds: [], shown: new Set() };
  for (const component of listOf(body.components)) checkComponent(component, 'message', count, faults);
  if (count.components > 40) faults.push(`components: ${count.components} of at most 40`);
  if (count.characters > 4000) faults.push(`components: ${count.characters} characters of at most 4000`);
  checkCustomIds(count, faults);
  for (const file of files)
    if (!count.shown.has(file.name)) faults.push(`files: ${file.name} is shown by no component`);
  for (const name of count.shown) {
    if (!files.some((file) => file.name === name)) faults.push(`components: ${name} is no file`);
  }
  return count.components === 0;
}

const childrenOf: Record<string, number[]> = {
  message: [1, 9, 10, 12, 13, 14, 17],
  container: [1, 9, 10, 12, 13, 14],
  row: [2],
};

function checkComponent(component: Json, parent: string, count: Count, faults: string[]): void {
  const type = Number(component.type);
  count.components += 1;
  if (!childrenOf[parent]?.includes(type)) faults.push(`components: type ${type} not in a ${parent}`);
  if (type === 17) {
    const children = listOf(component.components);
    if (children.length === 0) faults.push('container: empty');
    const colour = component.accent_color;
    if (colour !== undefined && colour !== null && !(Number(colour) >= 0 && Number(colour) <= 0xffffff))
      faults.push('container: colour');
    for (const child of children) checkComponent(child, 'container', count, faults);
  }
  if (type === 10) checkText(component, count, faults);
  if (type === 12) checkGallery(component, count, faults);
  if (type === 13) show((component.file as Json)?.url, count, faults);
  if (type === 1) checkRow(component, count, faults);
}

function checkText(component: Json, count: Count, faults: string[]): void {
  const content = String(component.content ?? '');
  if (content.trim() === '') faults.push('text display: empty');
  count.characters += content.length;
}

function checkGallery(component: Json, count: Count, faults: string[]): void {
  const items = listOf(component.items);
  if (items.length < 1 || items.length > 10) faults.push('gallery: not 1-10 items');
  for (const entry of items) {
    show((entry.media as Json)?.url, count, faults);
    if (String(entry.description ?? '').length > 1024) faults.push('gallery: description too long');
  }
}

function show(url: unknown, count: Count, faults: string[]): void {
  const name = /^attachment:\/\/([\w.-]+)$/.exec(String(url))?.[1];
  if (name) count.shown.add(name);
  else faults.push(`media: ${String(url)} is no attachment`);
}

function checkRow(row: Json, count: Count, faults: string[]): void {
  const buttons = listOf(row.components);
  if (buttons.length < 1 || buttons.length > 5) faults.push('row: not 1-5 buttons');
  for (const button of buttons) {
    count.components += 1;
    if (Number(button.type) !== 2) faults.push('row: no button');
    const label = String(button.label ?? '');
    if (label === '' || label.length > 80) faults.push('button: label not 1-80');
    const id = String(button.custom_id ?? '');
    if (id === '' || id.length > 100) faults.push('button: custom_id not 1-100');
    count.customIds.push(id);
  }
}

function checkCustomIds({ customIds }: Count, faults: string[]): void {
  if (new Set(customIds).size !== customIds.length) faults.push('components: custom_id twice');
}

function checkClassic(body: Json, files: readonly SentFile[], faults: string[]): boolean {
  const content = String(body.content ?? '');
  if (content.length > 2000) faults.push('content: more than 2000');
  const embeds = listOf(body.embeds);
  if (embeds.length > 10) faults.push('embeds: more than 10');
  let total = 0;
  for (const embed of embeds) total += checkEmbed(embed, files, faults);
  if (total > 6000) faults.push('embeds: more than 6000 in all');
  const rows = listOf(body.components);
  if (rows.length > 5) faults.push('components: more than 5 rows');
  const count: Count = { components: 0, characters: 0, customIds: [], shown: new Set() };
  for (const row of rows) {
    if (Number(row.type) === 1) checkRow(row, count, faults);
    else faults.push(`components: type ${String(row.type)} needs components V2`);
  }
  checkCustomIds(count, faults);
  return content === '' && embeds.length === 0 && files.length === 0;
}

function checkEmbed(embed: Json, files: readonly SentFile[], faults: string[]): number {
  const length = (value: unknown, most: number, name: string) => {
    const text = String(value ?? '');
    if (text.length > most) faults.push(`embed: ${name} longer than ${most}`);
    return text.length;
  };
  const image = (embed.image as Json | undefined)?.url;
  if (image !== undefined && !files.some((file) => `attachment://${file.name}` === image)) {
    faults.push(`embed: ${String(image)} is no file`);
  }
  const footer = (embed.footer as Json | undefined)?.text;
  return (
    length(embed.title, 256, 'title') +
    length(embed.description, 4096, 'description') +
    length(footer, 2048, 'footer')
  );
}

/** discord-api-docs #8554: beyond this size the real server fails without a word. */
function checkProcessedSize(body: Json): Refusal | undefined {
  let size = 0;
  const visit = (component: Json) => {
    if (Number(component.type) === 10) size += Buffer.byteLength(String(component.content)) + 12;
    for (const child of listOf(component.components)) visit(child);
  };
  for (const component of listOf(body.components)) visit(component);
  return size > 10_170 ? { status: 500, code: 0, message: '500: Internal Server Error' } : undefined;
}

/** The rules of `application-commands`, as far as the bot could break them. */
export function checkCommands(commands: readonly Json[]): Refusal | undefined {
  const faults: string[] = [];
  if (commands.length > 100) faults.push('more than 100 commands');
  for (const command of commands) {
    checkNames(command, faults);
    const options = listOf(command.options);
    if (options.length > 25) faults.push(`${String(command.name)}: more than 25 options`);
    let isOptional = false;
    for (const option of options) {
      checkNames(option, faults);
      if (option.required && isOptional) faults.push(`${String(option.name)}: required after optional`);
      isOptional ||= !option.required;
      if (option.autocomplete && option.choices)
        faults.push(`${String(option.name)}: autocomplete and choices`);
    }
    if (JSON.stringify(command).length > 8000) faults.push(`${String(command.name)}: more than 8000`);
  }
  return faults.length > 0 ? invalid(faults) : undefined;
}

function checkNames(named: Json, faults: string[]): void {
  const names = [named.name, ...Object.values((named.name_localizations ?? {}) as Json)];
  const descriptions = [named.description, ...Object.values((named.description_localizations ?? {}) as Json)];
  for (const name of names) {
    const text = String(name);
    if (!/^[-_'\p{L}\p{N}]{1,32}$/u.test(text) || text !== text.toLowerCase()) faults.push(`name ${text}`);
  }
  for (const description of descriptions) {
    const { length } = String(description ?? '');
    if (length < 1 || length > 100) faults.push(`description of ${String(named.name)}: ${length} characters`);
  }
}

export function listOf(value: unknown): Json[] {
  return Array.isArray(value) ? (value as Json[]) : [];
}
