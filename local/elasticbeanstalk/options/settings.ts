import type { ConfigurationOptionSetting, OptionSpecification } from '@aws-sdk/client-elastic-beanstalk';
import { ENVIRONMENT_VARIABLES, OPTIONS } from './catalogue.ts';

/** Values that were set, by namespace and name. What is not set has its default. */
export class Settings {
  readonly #set: ReadonlyMap<string, string>;

  constructor(set: ReadonlyMap<string, string> = new Map()) {
    this.#set = set;
  }

  static from(options: readonly ConfigurationOptionSetting[]): Settings {
    return new Settings().with(options);
  }

  /** What comes later is stronger. An empty value takes a variable away, as on AWS. */
  with(
    options: readonly ConfigurationOptionSetting[],
    removed: readonly OptionSpecification[] = [],
  ): Settings {
    const next = new Map(this.#set);
    for (const { Namespace = '', OptionName = '' } of removed) next.delete(keyOf(Namespace, OptionName));
    for (const { Namespace = '', OptionName = '', Value = '' } of options)
      if (Value === '' && Namespace === ENVIRONMENT_VARIABLES) next.delete(keyOf(Namespace, OptionName));
      else next.set(keyOf(Namespace, OptionName), Value);
    return new Settings(next);
  }

  /** Others' values where these say nothing. */
  over(weaker: Settings): Settings {
    return new Settings(new Map([...weaker.#set, ...this.#set]));
  }

  /** The value, or its default; empty where there is neither. */
  get(namespace: string, name: string): string {
    return this.#set.get(keyOf(namespace, name)) ?? OPTIONS[namespace]?.[name]?.initial ?? '';
  }

  number(namespace: string, name: string): number {
    return Number(this.get(namespace, name));
  }

  is(namespace: string, name: string): boolean {
    return this.get(namespace, name).toLowerCase() === 'true';
  }

  /** The variables that programs start with. */
  get variables(): Readonly<Record<string, string>> {
    const variables = [...this.#set].flatMap(([key, value]) => {
      const [namespace, name] = parts(key);
      return namespace === ENVIRONMENT_VARIABLES ? [[name, value] as const] : [];
    });
    return Object.fromEntries(variables);
  }

  /** All that is known, defaults included, as DescribeConfigurationSettings gives it. */
  get all(): ConfigurationOptionSetting[] {
    const keys = new Set([
      ...Object.entries(OPTIONS).flatMap(([namespace, names]) =>
        Object.keys(names).map((name) => keyOf(namespace, name)),
      ),
      ...this.#set.keys(),
    ]);
    return [...keys].sort().map((key) => {
      const [Namespace, OptionName] = parts(key);
      const value = this.get(Namespace, OptionName);
      return { Namespace, OptionName, ...(value === '' ? {} : { Value: value }) };
    });
  }

  /** The options that have another value there. */
  changed(other: Settings): { readonly namespace: string; readonly name: string }[] {
    const keys = new Set([...this.#set.keys(), ...other.#set.keys()]);
    return [...keys].flatMap((key) => {
      const [namespace, name] = parts(key);
      return this.get(namespace, name) === other.get(namespace, name) ? [] : [{ namespace, name }];
    });
  }
}

const SEPARATOR = '\n';
const keyOf = (namespace: string, name: string) => `${namespace}${SEPARATOR}${name}`;
const parts = (key: string): [namespace: string, name: string] => {
  const at = key.indexOf(SEPARATOR);
  return [key.slice(0, at), key.slice(at + 1)];
};
