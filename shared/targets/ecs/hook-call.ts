import * as z from 'zod/mini';
import type { HookCall } from '../../deployment/answer-hook.ts';
import type { Home } from '../home.ts';
import { ecsTargetKey, parseServiceArn } from './arn.ts';

const Weights = z.record(z.string(), z.number());

const Payload = z.object({
  executionId: z.string(),
  lifecycleStage: z.string(),
  /** The service deployment's ARN. */
  resourceArn: z.string(),
  executionDetails: z.object({
    serviceArn: z.string(),
    targetServiceRevisionArn: z.string(),
    /** Percent by service revision; empty but at the stages that shift. */
    testTrafficWeights: z.optional(Weights),
    productionTrafficWeights: z.optional(Weights),
  }),
});

/** A lifecycle hook's call with what ECS calls the things. */
export interface EcsHookCall extends HookCall {
  readonly serviceRevision: string;
}

/**
 * What ECS gives a Lambda function that is a lifecycle hook.
 * @param home where Slipway is: the target's name in the ledger is told from there
 * @throws ZodError for anything else
 * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/lambda-lifecycle-hooks.html
 */
export function readHookCall(payload: unknown, home: Home): EcsHookCall {
  const { executionId, lifecycleStage, resourceArn, executionDetails } = Payload.parse(payload);
  const { serviceArn, targetServiceRevisionArn } = executionDetails;
  const service = parseServiceArn(serviceArn);
  if (service === undefined) throw new Error(`${serviceArn} is not the ARN of a service`);
  return {
    id: executionId,
    stage: lifecycleStage,
    rollout: resourceArn,
    target: ecsTargetKey(service, home),
    serviceRevision: targetServiceRevisionArn,
    where: whereIt(lifecycleStage, {
      test: executionDetails.testTrafficWeights?.[targetServiceRevisionArn],
      production: executionDetails.productionTrafficWeights?.[targetServiceRevisionArn],
    }),
  };
}

/**
 * The stages that shift traffic are gone through on the way back as well, with the weights the other way round ("During
 * rollback" on the page above).
 */
function whereIt(
  stage: string,
  percent: { test?: number | undefined; production?: number | undefined },
): HookCall['where'] {
  switch (stage) {
    case 'TEST_TRAFFIC_SHIFT':
      return percent.test === 0 ? 'back' : 'test';
    case 'POST_TEST_TRAFFIC_SHIFT':
    case 'PRE_PRODUCTION_TRAFFIC_SHIFT':
      return 'test';
    case 'PRODUCTION_TRAFFIC_SHIFT':
      if (percent.production === 0) return 'back';
      // With a share of the traffic only, users' address would be answered by either.
      return percent.production === undefined || percent.production < 100 ? 'test' : 'production';
    case 'POST_PRODUCTION_TRAFFIC_SHIFT':
      return 'production';
    default:
      return 'nowhere';
  }
}
