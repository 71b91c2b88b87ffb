/** What stands at the end of a form: a name or term, bits of cues, or topics. */
export interface Form {
  term?: number;
  needsCapital?: boolean;
  cues?: number;
  topics?: number[];
}

interface Node extends Form {
  next?: Map<number, Node>;
}

/**
 * Forms of the lexicon as sequences of token ids, found by walking: most tokens begin none, which one look at a
 * list tells.
 */
export interface Forms {
  /** The end of a sequence, made when it is new. */
  at(sequence: readonly number[]): Form;
  /** The form that one token makes or begins, and so on from it. */
  first(id: number): Step | undefined;
}
export type Step = Readonly<Node>;

export function createForms(): Forms {
  const starts: (Node | undefined)[] = [];
  return {
    at(sequence) {
      const [first = 0, ...rest] = sequence;
      while (starts.length <= first) starts.push(undefined);
      starts[first] ??= {};
      let node: Node = starts[first];
      for (const id of rest) node = childOf(node, id);
      return node;
    },
    first: (id) => (id < starts.length ? starts[id] : undefined),
  };
}

function childOf(node: Node, id: number): Node {
  node.next ??= new Map();
  const known = node.next.get(id);
  if (known) return known;
  const child: Node = {};
  node.next.set(id, child);
  return child;
}
