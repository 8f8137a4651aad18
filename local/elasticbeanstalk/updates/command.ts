import { CommandFailed } from '../instances/command-failed.ts';
import type { Instance, Release } from '../instances/instance.ts';
import { OperationFailed, type Run } from './operation.ts';

/** What a command came to on one instance. */
type Outcome = {
  readonly instance: Instance;
  readonly how: 'successful' | 'failed' | 'late';
  readonly why?: string;
};

/**
 * Runs the deployment of a release on some instances at once, within the time that a command has.
 * @throws OperationFailed where it failed on one of them; the others have it then
 */
export async function runCommand(
  run: Run,
  instances: readonly Instance[],
  release: Release,
  { retell = true }: { readonly retell?: boolean } = {},
): Promise<void> {
  const { environment, context } = run;
  const seconds = environment.options.number('aws:elasticbeanstalk:command', 'Timeout');
  const { signal } = environment.ending;
  const outcomes = await Promise.all(
    instances.map(async (instance): Promise<Outcome> => {
      const over = new AbortController();
      const late = context.clock
        .wait(seconds, AbortSignal.any([over.signal, signal]))
        .then((): Outcome => ({ instance, how: 'late' }))
        .catch((): Outcome => ({ instance, how: 'failed', why: 'The command was cancelled.' }));
      const ended = instance
        .deploy(release, signal)
        .then((): Outcome => ({ instance, how: 'successful' }))
        .catch((error: unknown): Outcome => ({ instance, how: 'failed', why: whyOf(error) }));
      const outcome = await Promise.race([ended, late]);
      over.abort();
      if (outcome.how === 'successful') run.tell('Instance deployment completed successfully.');
      if (outcome.how === 'failed') {
        run.tell("Instance deployment failed. For details, see 'eb-engine.log'.", 'ERROR');
        run.tell(
          `[Instance: ${instance.id}] Command failed on instance. Return code: 1 Output: Engine execution has encountered an error.. ${outcome.why ?? ''}`.trim(),
          'ERROR',
        );
      }
      return outcome;
    }),
  );
  const count = (how: Outcome['how']) => outcomes.filter((one) => one.how === how).length;
  const late = outcomes.filter(({ how }) => how === 'late').map(({ instance }) => instance.id);
  if (late.length > 0)
    run.tell(
      `The following instances have not responded in the allowed command timeout time (they might still finish eventually on their own): [${late.join(', ')}].`,
      'WARN',
    );
  const bad = outcomes.filter(({ how }) => how !== 'successful');
  if (bad.length === 0) return;
  const timedOut = late.length > 0 ? `, TimedOut: ${late.length}` : '';
  run.tell(
    `Command execution completed on all instances. Summary: [Successful: ${count('successful')}, Failed: ${count('failed')}${timedOut}].`,
  );
  const why = `Unsuccessful command execution on instance id(s) '${bad.map(({ instance }) => instance.id).join(',')}'. Aborting the operation.`;
  if (retell) run.tell(why, 'ERROR');
  throw new OperationFailed(why);
}

const whyOf = (error: unknown) =>
  error instanceof CommandFailed ? error.message : `the local cloud failed: ${String(error)}`;
