import { createIntTable } from './growable.ts';
import { createPairTable } from './pair-table.ts';

/** What stands at the end of a form: a name or term, bits of cues, or topics. */
export interface Form {
  term: number | undefined;
  needsCapital: boolean;
  cues: number;
  topics: number[] | undefined;
}

/**
 * Forms of the lexicon as sequences of token ids, found by walking from node to node; 0 is no node. Most tokens
 * begin none, which one look at a list tells.
 */
export interface Forms {
  /** The end of a sequence, made when it is new. */
  at(sequence: readonly number[]): Form;
  /** The node of a token that a form begins with. */
  first(id: number): number;
  next(node: number, id: number): number;
  form(node: number): Form;
}

export function createForms(): Forms {
  const forms: Form[] = [createForm()];
  const starts = createIntTable();
  const links = createPairTable();
  const first = (id: number): number => {
    if (starts.get(id) === 0) starts.set(id, forms.push(createForm()) - 1);
    return starts.get(id);
  };
  const follow = (node: number, id: number): number => {
    if (links.get(node, id) === 0) links.set(node, id, forms.push(createForm()) - 1);
    return links.get(node, id);
  };
  const form = (node: number) => forms[node] as Form;
  return {
    at: ([start = 0, ...rest]) => form(rest.reduce(follow, first(start))),
    first: (id) => starts.get(id),
    next: (node, id) => links.get(node, id),
    form,
  };
}

function createForm(): Form {
  return { term: undefined, needsCapital: false, cues: 0, topics: undefined };
}
