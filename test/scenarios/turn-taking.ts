import {
  type Execution,
  LambdaClient,
  ListDurableExecutionsByFunctionCommand,
  StopDurableExecutionCommand,
} from '@aws-sdk/client-lambda';
import type { TargetState } from '../../shared/deployment/target-state.ts';
import type { Stage } from './stage.ts';

const FUNCTION = 'slipway-dev-run-deployment';
/** Real milliseconds for what is done by real programs: builds, functions, tasks. */
const LIMIT_MS = 60_000;

const COLOURS = ['#1668dc', '#0b7a4b', '#8a2be2', '#b22222', '#c71585', '#2f4f4f', '#556b2f', '#4b0082'];

/** Changes the page to the next colour, each time it is called, and pushes that: a release that works. */
export function painter(stage: Stage): () => Promise<string> {
  let painted = 0;
  return () => {
    const from = COLOURS[painted % COLOURS.length] ?? '';
    const to = COLOURS[++painted % COLOURS.length] ?? '';
    return stage.push({ file: 'page.mjs', from, to, message: `Paint it ${to}, ${painted}` });
  };
}

/** Pushes a release that answers 500. */
export function pushBad(stage: Stage): Promise<string> {
  const from = 'response.writeHead(answer ? 200 : 404,';
  return stage.push({ file: 'server.mjs', from, to: 'response.writeHead(500,', message: 'Answer 500' });
}

/** Who holds the sample app's service, who waits for it, and what stops pushes. */
export async function targetState(stage: Stage): Promise<TargetState> {
  const found = (await stage.ledger()).find(({ pk, sk }) => pk.startsWith('target#') && sk === 'state');
  return found?.state as TargetState;
}

/** The id of the deployment that has begun to roll, once it waits for ECS. Since the record was begun anew. */
export async function holderThatWaits(stage: Stage): Promise<string> {
  const { chronicle, cloud } = stage;
  await chronicle.until('the rollout', LIMIT_MS, () => chronicle.made('UpdateService').length > 0);
  await cloud.clock.settled();
  let holder: string | undefined;
  await chronicle.until('its wait', LIMIT_MS, async () => {
    const { claim } = await targetState(stage);
    holder = claim?.wakeToken === undefined ? undefined : claim.deployment;
    return holder !== undefined;
  });
  return holder ?? '';
}

/** Until the deployment of a commit waits in line, and can be woken. */
export async function waitsInLine(stage: Stage, commit: string): Promise<void> {
  await stage.chronicle.until(`the waiting of ${commit.slice(0, 7)}`, LIMIT_MS, async () => {
    const { waiting } = await targetState(stage);
    return waiting?.wakeToken !== undefined && waiting.deployment.includes(commit.slice(0, 7));
  });
}

/** The durable execution of a deployment. */
export async function executionOf(deployment: string): Promise<Execution | undefined> {
  const { DurableExecutions: [found] = [] } = await new LambdaClient({}).send(
    new ListDurableExecutionsByFunctionCommand({ FunctionName: FUNCTION, DurableExecutionName: deployment }),
  );
  return found;
}

export async function stopExecution(deployment: string): Promise<void> {
  const DurableExecutionArn = (await executionOf(deployment))?.DurableExecutionArn;
  await new LambdaClient({}).send(new StopDurableExecutionCommand({ DurableExecutionArn }));
}
