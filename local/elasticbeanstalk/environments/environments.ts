import { badCombination, invalid, missing } from '../refuse.ts';
import type { Environment } from './environment.ts';

/** Milliseconds for which a terminated environment is still told of (API reference, TerminateEnvironment: about an hour). */
const TERMINATED_TOLD = 3_600_000;

/** Milliseconds for which one can still ask for it: six weeks ("Rebuilding Elastic Beanstalk environments"). */
const TERMINATED_KEPT = 42 * 86_400_000;
/** So many terminated ones at most, where more end in that time. */
const MOST_TERMINATED = 200;

/** How a request names an environment. */
export interface Named {
  readonly EnvironmentId?: string | undefined;
  readonly EnvironmentName?: string | undefined;
}

/** All environments; of terminated ones several may have had one name. */
export class Environments {
  readonly #byId = new Map<string, Environment>();

  /** One that is made now. Those that ended long ago are forgotten. */
  add(environment: Environment): void {
    const from = environment.createdAt.getTime() - TERMINATED_KEPT;
    const terminated = this.all
      .filter(({ status }) => status === 'Terminated')
      .sort((one, other) => other.updatedAt.getTime() - one.updatedAt.getTime());
    for (const [index, { id, updatedAt }] of terminated.entries())
      if (index >= MOST_TERMINATED || updatedAt.getTime() < from) this.#byId.delete(id);
    this.#byId.set(environment.id, environment);
  }

  get all(): readonly Environment[] {
    return [...this.#byId.values()];
  }

  get living(): readonly Environment[] {
    return this.all.filter(({ status }) => status !== 'Terminated');
  }

  /** Terminated ones only for as long as AWS tells of them. @param since or else since then */
  recent(now: number, since?: Date): readonly Environment[] {
    const from = since?.getTime() ?? now - TERMINATED_TOLD;
    return this.all.filter(({ status, updatedAt }) => status !== 'Terminated' || updatedAt.getTime() >= from);
  }

  find(name: string): Environment | undefined {
    return this.living.find((environment) => environment.name === name);
  }

  of(application: string): readonly Environment[] {
    return this.living.filter((environment) => environment.application === application);
  }

  /** @throws AwsError InvalidParameterValue, InvalidParameterCombination, MissingParameter */
  get({ EnvironmentId: id, EnvironmentName: name }: Named): Environment {
    if (id === undefined && name === undefined)
      throw missing('You must specify either an environment ID or an environment name.');
    const found = this.living.find(
      (environment) =>
        (id === undefined || environment.id === id) && (name === undefined || environment.name === name),
    );
    if (found) return found;
    if (id !== undefined && name !== undefined)
      throw badCombination(
        `No Environment found for EnvironmentId = '${id}' and EnvironmentName = '${name}'.`,
      );
    throw invalid(
      id === undefined
        ? `No Environment found for EnvironmentName = '${name}'.`
        : `No Environment found for EnvironmentId = '${id}'.`,
    );
  }

  /** As `get`, where something is to be done with it. @throws AwsError InvalidParameterValue also where it is not Ready */
  ready(named: Named): Environment {
    const environment = this.get(named);
    if (environment.status !== 'Ready')
      throw invalid(
        `Environment named ${environment.name} is in an invalid state for this operation. Must be Ready.`,
      );
    return environment;
  }
}
