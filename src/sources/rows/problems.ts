const maxNamed = 20;

/** Collects what could not be read: the first twenty are named, the rest counted. */
export interface Problems {
  add(sentence: string): void;
  list(): string[];
}

export function createProblems(): Problems {
  const named: string[] = [];
  let count = 0;
  return {
    add(sentence) {
      count += 1;
      if (named.length < maxNamed) named.push(sentence);
    },
    list: () => (count > named.length ? [...named, `and ${count - named.length} more`] : [...named]),
  };
}
