import type { RoleCredentials } from '../../parts.ts';
import type { Context } from '../context.ts';
import { freshCredentials, taskRoleOf } from '../tasks/roles.ts';
import type { Task } from '../tasks/task.ts';

/** Minutes before their end at which credentials are given out no more, so that none ends in use. */
const RENEWED_BEFORE = 15;

/** The credentials of tasks' roles: the same ones until they are about to end. */
export class TaskCredentials {
  readonly #context: Pick<Context, 'identities' | 'account' | 'clock'>;
  readonly #known = new WeakMap<Task, RoleCredentials>();

  constructor(context: Pick<Context, 'identities' | 'account' | 'clock'>) {
    this.#context = context;
  }

  /** In the words of the credentials endpoint; nothing of a task without a role. */
  of(task: Task): object {
    const credentials = this.#current(task);
    if (!credentials) return {};
    return {
      RoleArn: taskRoleOf(task.plan),
      AccessKeyId: credentials.accessKeyId,
      SecretAccessKey: credentials.secretAccessKey,
      Token: credentials.sessionToken,
      Expiration: credentials.expiration.toISOString(),
    };
  }

  #current(task: Task): RoleCredentials | undefined {
    const known = this.#known.get(task);
    const soon = this.#context.clock.now() + RENEWED_BEFORE * 60_000;
    if (known && known.expiration.getTime() > soon) return known;
    const made = freshCredentials(this.#context, task);
    if (made) this.#known.set(task, made);
    return made;
  }
}
