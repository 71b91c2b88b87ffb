import { mkdirSync, writeFileSync } from 'node:fs';
import { z } from 'zod';
import { yamlSchemas } from '../../src/config/schemas.ts';

/** The JSON Schema of every kind of YAML file, as text by file name. */
export function jsonSchemas(): Map<string, string> {
  return new Map(
    Object.entries(yamlSchemas).map(([name, schema]) => [
      `${name}.schema.json`,
      `${JSON.stringify(z.toJSONSchema(schema, { io: 'input' }), null, 2)}\n`,
    ]),
  );
}

if (import.meta.main) {
  const dir = new URL('../../config/schema/', import.meta.url);
  mkdirSync(dir, { recursive: true });
  for (const [file, text] of jsonSchemas()) writeFileSync(new URL(file, dir), text);
}
