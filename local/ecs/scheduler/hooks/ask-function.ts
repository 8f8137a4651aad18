import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { AwsError } from '../../../gateway/service.ts';
import type { Context } from '../../context.ts';
import type { Service } from '../../services/service.ts';
import type { ServiceDeployment } from '../../services/service-deployment.ts';
import { actUnder } from '../acting.ts';
import { Unsuccessful } from '../cause.ts';
import { trafficShares } from '../shares.ts';
import type { HookRun } from './hook-run.ts';

/** Seconds until a function that is not done is asked again ("hookStatus values" in the developer guide). */
const DEFAULT_DELAY = 30;

const Answer = z.object({
  hookStatus: z.enum(['SUCCEEDED', 'FAILED', 'IN_PROGRESS']),
  callBackDelay: z.number().nonnegative().optional(),
  hookDetails: z.record(z.string(), z.unknown()).optional(),
});

/**
 * Asks a function until it says how it ended. A function that fails is not asked again: the deployment is given up.
 * @throws Unsuccessful in AWS's words
 * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/lambda-lifecycle-hooks.html
 */
export async function askFunction(
  context: Context,
  at: { service: Service; current: ServiceDeployment; run: HookRun },
  signal: AbortSignal,
): Promise<void> {
  const { hook, stage } = at.run;
  const { hookTargetArn: target = '', roleArn = '' } = hook;
  const failed = (why: string) => new Unsuccessful(`${stage} lifecycle hook(s) failed. ${why}`);
  const executionId = randomUUID();
  let details: unknown = hook.hookDetails;
  for (;;) {
    signal.throwIfAborted();
    const caller = actUnder(context, roleArn, 'ECS-Lambda-Execution');
    if (!caller) throw failed(`ECS was unable to assume role ${roleArn}`);
    const refusal = context.refuses(caller, 'lambda:InvokeFunction', target);
    if (refusal) throw failed(`ECS was unable to invoke hook target ${target} due to ${refusal}`);
    const event = eventOf(at, executionId, details);
    const said = await context.functions.invoke(target, JSON.stringify(event)).catch((error: unknown) => {
      throw error instanceof AwsError
        ? failed(`ECS was unable to invoke hook target ${target} due to ${error.message}`)
        : error;
    });
    const answer = parse(said.payload);
    if ('wrong' in answer)
      throw failed(`ECS was unable to parse the response from ${target} due to ${answer.wrong}`);
    if (answer.hookStatus === 'SUCCEEDED') return;
    if (answer.hookStatus === 'FAILED')
      throw failed(`Lifecycle hook target ${target} returned FAILED status.`);
    if (answer.hookDetails) details = { ...(isRecord(details) ? details : {}), ...answer.hookDetails };
    await context.clock.wait(answer.callBackDelay ?? DEFAULT_DELAY, signal);
  }
}

function eventOf(
  { service, current, run }: { service: Service; current: ServiceDeployment; run: HookRun },
  executionId: string,
  details: unknown,
) {
  const { stage } = run;
  const weights = (traffic: 'test' | 'production') => Object.fromEntries(trafficShares(current, traffic));
  const tellsTest = stage === 'TEST_TRAFFIC_SHIFT' || stage === 'RECONCILE_SERVICE';
  const tellsProduction =
    stage === 'PRE_PRODUCTION_TRAFFIC_SHIFT' ||
    stage === 'PRODUCTION_TRAFFIC_SHIFT' ||
    stage === 'RECONCILE_SERVICE';
  return {
    executionId,
    lifecycleStage: stage,
    resourceArn: current.arn,
    executionDetails: {
      serviceArn: service.arn,
      targetServiceRevisionArn: current.target.revision.arn,
      testTrafficWeights: tellsTest ? weights('test') : {},
      productionTrafficWeights: tellsProduction ? weights('production') : {},
    },
    ...(details === undefined ? {} : { hookDetails: details }),
  };
}

function parse(payload: string): z.infer<typeof Answer> | { wrong: string } {
  let said: unknown;
  try {
    said = JSON.parse(payload);
  } catch {
    return { wrong: 'the response is not JSON' };
  }
  // A function that threw answers with its error, which has no status either.
  if (!isRecord(said) || said.hookStatus === undefined || said.hookStatus === null)
    return { wrong: 'HookStatus must not be null' };
  const { data, error } = Answer.safeParse(said);
  return (
    data ?? {
      wrong: error?.issues.map(({ path, message }) => `${path.join('.')}: ${message}`).join('; ') ?? '',
    }
  );
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
