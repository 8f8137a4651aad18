import type { RuleState, Target } from '@aws-sdk/client-eventbridge';
import { AwsError } from '../gateway/service.ts';
import type { PolicyDocument } from '../iam/policy/document.ts';
import type { Account } from '../parts.ts';
import type { Pattern } from './pattern/pattern.ts';

export interface Rule {
  readonly name: string;
  readonly arn: string;
  readonly bus: Bus;
  readonly pattern?: { readonly text: string; readonly fits: Pattern };
  readonly schedule?: { readonly text: string; stop(): void };
  readonly state: RuleState;
  readonly description?: string;
  readonly roleArn?: string;
  readonly targets: Map<string, Target>;
}

export interface Bus {
  readonly name: string;
  readonly arn: string;
  readonly createdAt: Date;
  description?: string;
  readonly rules: Map<string, Rule>;
  /** Statements of its resource policy by id. */
  readonly statements: Map<string, unknown>;
}

/** The resource policy of a bus; undefined where it has none. */
export function policyOf({ statements }: Bus): PolicyDocument | undefined {
  return statements.size === 0 ? undefined : { Version: '2012-10-17', Statement: [...statements.values()] };
}

/** All event buses; `default` is always there. */
export class Buses {
  readonly all = new Map<string, Bus>();
  /** By ARN of the rule or bus. */
  readonly tags = new Map<string, Map<string, string>>();
  readonly #account: Account;

  constructor(account: Account, createdAt: Date) {
    this.#account = account;
    this.add('default', createdAt);
  }

  add(name: string, createdAt: Date, description?: string): Bus {
    const { region, id } = this.#account;
    const bus: Bus = {
      name,
      arn: `arn:aws:events:${region}:${id}:event-bus/${name}`,
      createdAt,
      ...(description === undefined ? {} : { description }),
      rules: new Map(),
      statements: new Map(),
    };
    this.all.set(name, bus);
    return bus;
  }

  find(nameOrArn = 'default'): Bus | undefined {
    return this.all.get(nameOrArn) ?? [...this.all.values()].find(({ arn }) => arn === nameOrArn);
  }

  /** @throws AwsError ResourceNotFoundException */
  get(nameOrArn?: string): Bus {
    const bus = this.find(nameOrArn);
    if (!bus) throw new AwsError('ResourceNotFoundException', `Event bus ${nameOrArn} does not exist.`);
    return bus;
  }

  /** @throws AwsError ResourceNotFoundException */
  rule(name: string | undefined, busName: string | undefined): Rule {
    const bus = this.get(busName);
    const rule = bus.rules.get(name ?? '');
    if (!rule)
      throw new AwsError('ResourceNotFoundException', `Rule ${name} does not exist on EventBus ${bus.name}.`);
    return rule;
  }

  ruleArn(bus: Bus, name: string): string {
    const { region, id } = this.#account;
    return `arn:aws:events:${region}:${id}:rule/${bus.name === 'default' ? '' : `${bus.name}/`}${name}`;
  }

  /** @throws AwsError ResourceNotFoundException when there is no rule or bus of that ARN */
  tagsOf(arn = ''): Map<string, string> {
    const all = [...this.all.values()];
    const isThere = all.some(
      (bus) => bus.arn === arn || [...bus.rules.values()].some((rule) => rule.arn === arn),
    );
    if (!isThere) throw new AwsError('ResourceNotFoundException', `${arn} does not exist.`);
    const tags = this.tags.get(arn) ?? new Map<string, string>();
    this.tags.set(arn, tags);
    return tags;
  }

  setTags(arn: string, tags: readonly { Key: string | undefined; Value: string | undefined }[] = []): void {
    const kept = this.tagsOf(arn);
    for (const { Key = '', Value = '' } of tags) kept.set(Key, Value);
  }
}
