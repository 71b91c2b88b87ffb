import type { Lexicon } from '../../core/edition.ts';
import { createNameFinder, type NameFinder } from '../../core/text/names.ts';
import type { Writer } from '../../ports.ts';
import { writeDraft } from './plan.ts';
import { createPoolTools, readPools } from './pool.ts';
import { createSubjects } from './subjects.ts';

export interface ExtractiveTools {
  lexicon: Lexicon;
  names?: NameFinder;
}

/** Writes from the posts' own sentences: no network, no key, the same bytes for the same pack. */
export function createExtractiveWriter({
  lexicon,
  names = createNameFinder(lexicon),
}: ExtractiveTools): Writer {
  const poolTools = createPoolTools(lexicon, names);
  const subjects = createSubjects(lexicon, names);
  return {
    name: 'extractive',
    write: async (request) => ({
      draft: writeDraft(request, readPools(request.pack, poolTools), subjects),
      writer: 'extractive',
    }),
  };
}
