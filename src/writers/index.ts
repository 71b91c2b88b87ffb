import { randomBytes } from 'node:crypto';
import type { Lexicon } from '../core/edition.ts';
import type { ModelTable, Prompts } from '../core/model.ts';
import { createNameFinder } from '../core/text/names.ts';
import type { Writer } from '../ports.ts';
import { createExtractiveWriter } from './extractive/index.ts';
import { createOpenAiWriter } from './openai/index.ts';

/** What writers need of the configuration. */
export interface WritersConfig {
  openai?: { apiKey: string; baseUrl?: string; model?: string };
  models: ModelTable;
  prompts: Prompts;
  lexicon: Lexicon;
}

/** Every writer that can run, the preferred one first; the last needs neither key nor network. */
export function createWriters({ openai, models, prompts, lexicon }: WritersConfig): Writer[] {
  const extractive = createExtractiveWriter({ names: createNameFinder(lexicon), lexicon });
  if (!openai) return [extractive];
  const model = createOpenAiWriter({
    ...openai,
    models,
    prompts,
    commands: [...lexicon.cues.instruction.en, ...lexicon.cues.instruction.zh],
    random: Math.random,
    nonce: () => randomBytes(6).toString('hex'),
  });
  return [model, extractive];
}
