import { CodeBuildClient } from '@aws-sdk/client-codebuild';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { ECRClient } from '@aws-sdk/client-ecr';
import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { SSMClient } from '@aws-sdk/client-ssm';
import type { EventKind } from '../../events/index.ts';
import { publish } from '../aws/bus.ts';
import { startExecution } from '../aws/executions.ts';
import { findImage } from '../aws/images.ts';
import { promptSettings } from '../aws/prompt-settings.ts';
import { createSecrets } from '../aws/secrets.ts';
import type { TargetSettings } from '../deployment/model.ts';
import type { RequestImagePorts } from '../deployment/request-image.ts';
import { createLedger } from '../ledger/index.ts';
import { beanstalkPlaceOf, beanstalkTargetKey } from '../targets/beanstalk/index.ts';
import { ecsTargetKey, placeOf } from '../targets/ecs/index.ts';
import { home, once, setting } from './environment.ts';

// What the functions share, each made on first use: a function that never asks for a client never makes one.
export const now = () => Date.now();

export const ledger = /* @__PURE__ */ once(() =>
  createLedger(new DynamoDBClient(promptSettings()), setting('SLIPWAY_TABLE')),
);
export const lambda = /* @__PURE__ */ once(() => new LambdaClient(promptSettings()));
export const ecr = /* @__PURE__ */ once(() => new ECRClient(promptSettings()));
export const codebuild = /* @__PURE__ */ once(() => new CodeBuildClient(promptSettings()));
export const secrets = /* @__PURE__ */ once(() => createSecrets(new SSMClient(promptSettings()), now));

const events = /* @__PURE__ */ once(() => new EventBridgeClient(promptSettings()));

/** Says something on Slipway's bus. */
export function say<Detail extends object>(kind: EventKind<Detail>, detail: Detail): Promise<void> {
  return publish(events(), setting('SLIPWAY_BUS'), kind, detail);
}

/** The ledger's name of a target. */
export function targetKey(target: TargetSettings): string {
  return target.kind === 'ecs'
    ? ecsTargetKey(placeOf(target, home()), home())
    : beanstalkTargetKey(beanstalkPlaceOf(target, home()), home());
}

/** What requesting a deployment needs. */
export function requestPorts(): RequestImagePorts {
  const book = ledger();
  return {
    ledger: book,
    now,
    targetKey,
    config: () => book.config(),
    orderOfCommit: (pipeline, commit) => book.orderOfCommit(pipeline, commit),
    launch: (deployment) =>
      startExecution(lambda(), setting('RUN_DEPLOYMENT_ARN'), deployment, { deployment }),
  };
}

export const image = (repository: string, named: string) => findImage(ecr(), repository, named);
