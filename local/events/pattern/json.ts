/** A value of an event that patterns compare with; lists are looked into, objects are gone through. */
export type Leaf = string | number | boolean | null;

export type JsonObject = Readonly<Record<string, unknown>>;

export const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

export const isLeaf = (value: unknown): value is Leaf =>
  value === null || ['string', 'number', 'boolean'].includes(typeof value);

/** The leaves at a place: one, several for a list, none where there is an object, an empty list or nothing. */
export const leavesOf = (value: unknown): Leaf[] => [value].flat(Infinity).filter(isLeaf);
