import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { parse } from 'yaml';
import {
  ecsDeploymentStateChange,
  ecsHookStateChange,
  ecsTaskStateChange,
  elasticBeanstalkHealthChange,
  elasticBeanstalkStatusChange,
} from '../../events/index.ts';

const read = async (name: string) =>
  parse(await readFile(join(import.meta.dirname, '../..', name), 'utf8'), { logLevel: 'silent' });

interface Pattern {
  readonly source: readonly string[];
  readonly 'detail-type': readonly string[];
  readonly detail?: object;
}

/** What patterns take, however it is spread over rules. */
const takenBy = (patterns: readonly Pattern[]) =>
  patterns
    .flatMap(({ source, 'detail-type': types, detail }) =>
      source.flatMap((from) => types.map((type) => JSON.stringify([from, type, detail]))),
    )
    .sort();

// Builds are made in Slipway's own region, whatever is deployed.
const MADE_AT_HOME = 'aws.codebuild';

/** What wake-deployment knows of other places. */
const WAKING: readonly { readonly pattern: Pattern }[] = [
  ecsDeploymentStateChange,
  ecsHookStateChange,
  ecsTaskStateChange,
  elasticBeanstalkHealthChange,
  elasticBeanstalkStatusChange,
];

it('what is forwarded from another place is all that wakes a deployment at home', async () => {
  const { Resources } = await read('stacks/forward-events.yml');
  const rules: { Type: string; Properties: { EventPattern: Pattern } }[] = Object.values(Resources);
  const forwarded = rules
    .filter(({ Type }) => Type === 'AWS::Events::Rule')
    .map(({ Properties }) => Properties.EventPattern);
  const { events }: { events: { eventBridge: { pattern: Pattern } }[] } = (await read('serverless.yml'))
    .functions['wake-deployment'];
  const listened = events
    .map(({ eventBridge }) => eventBridge.pattern)
    .filter(({ source }) => !source.includes(MADE_AT_HOME));
  expect(takenBy(forwarded)).toEqual(takenBy(listened));
  expect(takenBy(listened)).toEqual(takenBy(WAKING.map(({ pattern }) => pattern)));
});
