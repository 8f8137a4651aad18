import type { Properties } from './provider.ts';

/** @throws Error for properties that the local cloud would drop silently */
export function checkKnown(type: string, properties: Properties, known: readonly string[]): void {
  const extra = Object.keys(properties).filter((name) => !known.includes(name));
  if (extra.length > 0)
    throw new Error(
      `${type}: the local cloud does not support the properties [${extra.join(', ')}]; it has [${known.join(', ')}]`,
    );
}
