import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Cloud, startCloud } from '../../../local/cloud.ts';
import { loadModel, type Paging } from '../../../local/gateway/model.ts';
import { type SdkClient, sdkClient } from './sdk-clients.ts';
import type { Maker } from './several/maker.ts';
import * as records from './several/records.ts';
import * as rollouts from './several/rollouts.ts';
import * as stacks from './several/stacks.ts';

// Every operation that pages by AWS's published paginators: page by page it gives what it gives at once.

/** In this order: the others use the stack's role, load balancers the certificates. */
const makers: Record<string, Maker> = {
  cloudformation: stacks.cloudformation,
  iam: stacks.iam,
  apigatewayv2: stacks.apigatewayv2,
  acm: rollouts.acm,
  cloudwatch: records.cloudwatch,
  'cloudwatch-logs': records.logs,
  codebuild: rollouts.codebuild,
  ec2: stacks.ec2,
  dynamodb: records.dynamodb,
  ecr: rollouts.ecr,
  ecs: rollouts.ecs,
  'elastic-beanstalk': rollouts.elasticBeanstalk,
  'elastic-load-balancing-v2': rollouts.elasticLoadBalancing,
  eventbridge: records.eventbridge,
  lambda: rollouts.lambda,
  s3: records.s3,
  scheduler: records.scheduler,
  sqs: records.sqs,
  ssm: records.ssm,
};

/** What cannot be listed three times here, and why. */
const EXEMPT: Record<string, string> = {
  'apigatewayv2.GetStages': 'an API has the stage $default only',
  'dynamodb.ListTagsOfResource': 'all tags (50 at most) come in one answer, as on AWS',
  'elastic-beanstalk.ListPlatformBranches': 'there are two branches of the Docker platform',
  's3.ListObjects': 'its token is any key: the last one of a page, or NextMarker',
  'lambda.GetDurableExecutionState':
    'only a running function has the token: durable.test.ts reads 1,200 operations in pages',
};

let cloud: Cloud;
const inputs = new Map<string, Record<string, object>>();
beforeAll(async () => {
  cloud = await startCloud({ engine: 'process', pace: 20 });
  for (const [service, make] of Object.entries(makers))
    inputs.set(service, await make((await sdkClient(cloud.account.endpoint, service)).send, cloud));
});
afterAll(() => cloud.close());

type Answer = Record<string, unknown>;

/** All pages, by the tokens. */
async function pagesOf(
  send: SdkClient['send'],
  operation: string,
  input: object,
  { inputToken, outputToken }: Paging,
): Promise<Answer[]> {
  const pages: Answer[] = [];
  let tokens: object = {};
  do {
    const page = await send(operation, { ...input, ...tokens });
    pages.push(page);
    tokens = Object.fromEntries(
      inputToken.flatMap((name, index) => {
        const token = page[outputToken[index] ?? ''];
        return token === undefined || token === '' ? [] : [[name, token]];
      }),
    );
  } while (Object.keys(tokens).length > 0 && pages.length < 200);
  return pages;
}

/** The lists of all pages, one after the other. Counts are of a page. */
const listsOf = (pages: readonly Answer[], { resultKey }: Paging) =>
  Object.fromEntries(
    resultKey.map((key) => [
      key,
      pages.flatMap((page) => (Array.isArray(page[key]) ? (page[key] as unknown[]) : [])),
    ]),
  );

describe.each(Object.keys(makers))('%s', (service) => {
  it('gives the same page by page', async () => {
    const model = await loadModel(service);
    const { send } = await sdkClient(cloud.account.endpoint, service);
    for (const name of cloud.gateway.operations.get(service) ?? []) {
      const paging = model.operations.get(name)?.paging;
      if (!paging || `${service}.${name}` in EXEMPT) continue;
      const input = inputs.get(service)?.[name] ?? {};
      const whole = listsOf(await pagesOf(send, name, input, paging), paging);

      const fault = cloud.faults.add({ kind: 'pages', size: 1, service, operation: name });
      const pages = await pagesOf(send, name, input, paging);
      cloud.faults.remove(fault.id);

      const count = Object.values(whole).flat().length;
      // EC2 takes no pages of less than five.
      const smallest = Math.max(1, cloud.gateway.pagingOf({ service, operation: name })?.smallest ?? 1);
      expect.soft(count, `${name} lists`).toBeGreaterThanOrEqual(2 * smallest + 1);
      expect.soft(pages.length, `pages of ${name}`).toBeGreaterThanOrEqual(count / smallest);
      expect.soft(listsOf(pages, paging), name).toEqual(whole);
    }
  });

  it('refuses a token that it did not give out', async () => {
    const model = await loadModel(service);
    const { send } = await sdkClient(cloud.account.endpoint, service);
    for (const name of cloud.gateway.operations.get(service) ?? []) {
      const paging = model.operations.get(name)?.paging;
      if (!paging || paging.inputToken[0]?.startsWith('Exclusive') || `${service}.${name}` in EXEMPT)
        continue;
      for (const token of ['bm90IG91cnM', '!!!!']) {
        const wrong = Object.fromEntries(paging.inputToken.map((member) => [member, token]));
        const call = send(name, { ...inputs.get(service)?.[name], ...wrong });
        await expect.soft(call, name).rejects.toMatchObject({ $metadata: { httpStatusCode: 400 } });
      }
    }
  });
});

it('looks at every operation that pages', async () => {
  for (const [service, names] of cloud.gateway.operations) {
    const { operations } = await loadModel(service);
    for (const name of names) {
      if (operations.get(name)?.paging === undefined || `${service}.${name}` in EXEMPT) continue;
      expect.soft(inputs.get(service) ?? {}, `${service} in test/local/models/several`).toHaveProperty(name);
    }
  }
});

it('has no exemption that is not needed', async () => {
  for (const exempt of Object.keys(EXEMPT)) {
    const [service = '', name = ''] = exempt.split('.');
    expect((await loadModel(service)).operations.get(name)?.paging, exempt).toBeDefined();
    expect(cloud.gateway.operations.get(service), exempt).toContain(name);
  }
});
