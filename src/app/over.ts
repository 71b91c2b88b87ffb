/** The object with some of its verbs replaced; everything else reaches the object itself. */
export function over<T extends object>(object: T, verbs: Partial<T>): T {
  return Object.assign(Object.create(object), verbs) as T;
}
