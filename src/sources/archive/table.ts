import { pipeline, Readable } from 'node:stream';
import type { Info } from 'csv-parse';
import type { Row } from './rows.ts';

const maxRecordCharacters = 1024 * 1024;

/** Rows of a CSV or TSV text with a header row; columns are named as they stand there. */
export async function* readTable(text: AsyncIterable<string>, delimiter: string): AsyncGenerator<Row> {
  const { parse } = await import('csv-parse');
  const failed: Row[] = [];
  const parser = parse({
    delimiter,
    bom: true,
    columns: (names: string[]) => names.map((name) => name.trim()),
    relax_column_count: true,
    relax_quotes: true,
    skip_empty_lines: true,
    skip_records_with_error: true,
    max_record_size: maxRecordCharacters,
    info: true,
    on_skip: (error) => {
      failed.push({ line: Number(error?.lines ?? 0), problem: 'it is not CSV' });
    },
  });
  // The pipeline ends both streams when the reader stops early; failures reach the loop below.
  pipeline(Readable.from(text), parser, () => {});
  let last = 1;
  for await (const { record, info } of parser as AsyncIterable<{ record: unknown; info: Info }>) {
    yield* failed.splice(0);
    yield { line: last + 1, value: record };
    last = info.lines;
  }
  yield* failed;
}

/** The sign between the columns of a header row; undefined when the line is no header of posts. */
export function delimiterOf(header: string): string | undefined {
  const known = /^"?(id|id_str|tweet_id|status_id|post_id|text|full_text|content|tweet|body)"?$/i;
  return [',', '\t', ';'].find((sign) => {
    const columns = header.split(sign).map((column) => column.trim());
    return columns.length > 1 && columns.some((column) => known.test(column));
  });
}
