/** What a command takes. Any other option is refused: it could change what is done. */
export interface Accepted {
  /** Options with a value, by all their names (`--tag`, `-t`). */
  readonly values: readonly string[];
  /** Options without one. */
  readonly switches: readonly string[];
}

export interface Given {
  /** What was given for an option, in order, by whichever of its names. */
  all(...names: string[]): string[];
  last(...names: string[]): string | undefined;
  has(...names: string[]): boolean;
  readonly rest: readonly string[];
}

/** @throws Error for an option that is not accepted or lacks its value */
export function readArguments(command: string, words: readonly string[], accepted: Accepted): Given {
  const values: [string, string][] = [];
  const rest: string[] = [];
  for (let at = 0; at < words.length; at++) {
    const word = words[at] ?? '';
    const equals = word.indexOf('=');
    const name = word.startsWith('--') && equals > 0 ? word.slice(0, equals) : word;
    if (!word.startsWith('-') || word === '-') rest.push(word);
    else if (accepted.values.includes(name)) {
      const value = name === word ? words[++at] : word.slice(equals + 1);
      if (value === undefined) throw new Error(`docker ${command}: flag needs an argument: ${name}`);
      values.push([name, value]);
    } else if (accepted.switches.includes(name))
      values.push([name, name === word ? 'true' : word.slice(equals + 1)]);
    else
      throw new Error(
        `docker ${command}: the option ${name} needs docker's own command: this is the local cloud's, which has ${[...accepted.values, ...accepted.switches].join(' ')}`,
      );
  }
  const all = (...names: string[]) =>
    values.filter(([name]) => names.includes(name)).map(([, value]) => value);
  return {
    all,
    last: (...names) => all(...names).at(-1),
    has: (...names) => all(...names).at(-1) === 'true',
    rest,
  };
}
