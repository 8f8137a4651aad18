import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { liveVersion } from '../../local/start/acts.ts';
import { Stage } from './stage.ts';

/** Fewer operations than any execution has by its end. A real history comes in pages after some hours of waiting. */
const SIZE = 4;

describe('where the history of an execution comes in pages', () => {
  let stage: Stage;

  beforeAll(async () => {
    stage = await Stage.open();
    stage.cloud.faults.add({
      kind: 'pages',
      service: 'lambda',
      operation: 'GetDurableExecutionState',
      size: SIZE,
    });
  });
  afterAll(() => stage?.close());

  it('a push is built and goes live, each step once', async () => {
    const { chronicle } = stage;
    const commit = await stage.push({
      file: 'page.mjs',
      from: '#1668dc',
      to: '#0b7a4b',
      message: 'Paint it green',
    });
    const record = await stage.endOf(commit);
    expect(record.ending?.verdict).toBe('verified');
    expect(await liveVersion(stage.setting)).toBe(commit);
    for (const role of ['StartBuild', 'RunDeployment'])
      expect(chronicle.made('GetDurableExecutionState', role).length, role).toBeGreaterThan(0);
    for (const once of ['StartBuild', 'RegisterTaskDefinition', 'UpdateService'])
      expect(chronicle.made(once), once).toHaveLength(1);
  });
});
