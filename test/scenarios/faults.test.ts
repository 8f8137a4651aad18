import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Fault } from '../../local/faults/fault.ts';
import { liveVersion } from '../../local/start/acts.ts';
import { ask } from '../../local/start/pipeline.ts';
import type { DeploymentRecord } from '../../shared/deployment/commands.ts';
import { Stage, steps } from './stage.ts';
import { imagesByTag, whatRuns } from './what-runs.ts';

/** Long enough for a task to fail within it that fails after its rollout. Of AWS's time. */
const BAKE = '3m';

describe('where the cloud fails a release that is good', () => {
  let stage: Stage;
  let good: string;
  let colour = 0;
  const added: string[] = [];

  beforeAll(async () => {
    stage = await Stage.open();
    good = await paint();
    const record = await stage.endOf(good);
    expect(record.ending?.verdict).toBe('verified');
  });
  afterEach(() => {
    for (const id of added.splice(0)) stage.cloud.faults.remove(id);
  });
  afterAll(() => stage?.close());

  it.each<[what: string, fault: (image: string) => Fault, why: RegExp]>([
    [
      'an image that cannot be pulled',
      (image) => ({ kind: 'no-image', image }),
      /CannotPullContainerError: pull image manifest has been retried .*: not found/,
    ],
    [
      'no capacity',
      () => ({ kind: 'no-capacity', service: 'web' }),
      /\(service web\) was unable to place a task\. Reason: Capacity is unavailable at this time/,
    ],
    ['tasks that hang', (image) => ({ kind: 'hang-task', image }), /Request timed out/],
    [
      'tasks that crash after a while',
      (image) => ({ kind: 'crash-task', image, afterSeconds: 5, exitCode: 3 }),
      /exit code 3/,
    ],
  ])('%s: it is rolled back, and the reason is told', async (_, fault, why) => {
    const record = await pushInto(fault);
    expect(record.ending).toMatchObject({ verdict: 'rolled-back', now: { commit: good } });
    expect(record.ending?.reason).toMatch(why);
    await announced(why);
    await expectGoodToRun();
  });

  it('a task that passes for a while and answers 500 while it bakes: the same', async () => {
    const before = await slipwayYml();
    await apply(before.replace('limit: 20s }', `limit: 20s, bake: ${BAKE} }`));
    const pushed = pushInto();
    await stage.chronicle.until('the first good probe', 60_000, ({ calls }) =>
      calls.some(({ input }) => JSON.stringify(input).includes('trail#roll:probe')),
    );
    const image = await digestOf(await stage.setting.repository.head());
    added.push(stage.cloud.faults.add({ kind: 'answer', image, status: 500, afterSeconds: 5 }).id);
    const record = await pushed;
    expect(record.ending).toMatchObject({ verdict: 'rolled-back', now: { commit: good } });
    // ECS takes such tasks out of service soon: then the load balancer has none.
    expect(record.ending?.reason).toMatch(/did not stay healthy: .* answered 50[0-4]/s);
    expect(record.ending?.reason).toContain('Health checks failed with these codes: [500]');
    expect(steps(record)).toContain('roll:probe');
    expect(steps(record)).toContain('roll:ended');
    await expectGoodToRun();
    await apply(before);
  });

  it('a full build queue: the build is tried again, until there is room', async () => {
    stage.chronicle.reset();
    const { id } = stage.cloud.faults.add({ kind: 'full-build-queue', times: 2 });
    added.push(id);
    const record = await stage.endOf(await paint());
    expect(record.ending?.verdict).toBe('verified');
    expect(stage.cloud.faults.list()).toContainEqual(expect.objectContaining({ id, struck: 2 }));
    expect(stage.chronicle.made('StartBuild')).toHaveLength(1);
  });

  /** It is told by a function of its own, beside what else comes at the end. */
  async function announced(why: RegExp): Promise<void> {
    const { chronicle, setting } = stage;
    await chronicle.until(`the announcement of ${why}`, 60_000, () =>
      why.test(setting.announcements.at(-1) ?? ''),
    );
  }

  /** A good change of the page. */
  function paint(): Promise<string> {
    const colours = ['#1668dc', '#0b7a4b', '#8a2be2', '#b22222', '#c71585', '#2f4f4f', '#556b2f', '#4b0082'];
    const [from = '', to = ''] = colours.slice(colour++);
    return stage.push({ file: 'page.mjs', from, to, message: `Paint it ${to}` });
  }

  /** Pushes a good change, whose image meets with a fault as soon as it is there. */
  async function pushInto(fault?: (image: string) => Fault): Promise<DeploymentRecord> {
    stage.chronicle.reset();
    const commit = await paint();
    if (fault) {
      const { detail } = await stage.chronicle.event(
        'the image',
        'ECR Image Action',
        (image) => image['image-tag'] === commit,
        60_000,
      );
      added.push(stage.cloud.faults.add(fault(String(detail['image-digest']))).id);
    }
    return stage.endOf(commit);
  }

  async function digestOf(commit: string): Promise<string> {
    return (await imagesByTag()).get(commit) ?? '';
  }

  async function expectGoodToRun(): Promise<void> {
    expect(await liveVersion(stage.setting)).toBe(good);
    expect((await whatRuns()).digest).toBe(await digestOf(good));
  }

  async function apply(config: string): Promise<void> {
    expect(await ask<{ kind: string }>({ command: 'apply', config })).toMatchObject({ kind: 'applied' });
  }
});

function slipwayYml(): Promise<string> {
  return readFile(join(import.meta.dirname, '../../examples/web/slipway.yml'), 'utf8');
}
