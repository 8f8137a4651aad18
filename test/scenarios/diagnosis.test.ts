import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { DeploymentRecord } from '../../shared/deployment/commands.ts';
import { Stage, steps } from './stage.ts';

describe('why a release failed', () => {
  let stage: Stage;
  /** What the app's server begins with in the last commit. */
  let listens = 'server.listen(3000,';

  beforeAll(async () => {
    stage = await Stage.open();
  });
  afterEach(() => {
    for (const { id } of stage.cloud.faults.list()) stage.cloud.faults.remove(id);
  });
  afterAll(() => stage?.close());

  it('is in what the program wrote last, with what looks like a secret masked, also in the chat', async () => {
    const record = await pushServer(
      "console.error('cannot reach postgres://web:hunter2@db/web');\nthrow new Error('no database');\nserver.listen(3000,",
    );
    expect(record.ending?.verdict).toBe('rolled-back');
    const reason = record.ending?.reason ?? '';
    expect(reason).toMatch(/\d tasks? stopped: Essential container in task exited; web exit code 1/);
    expect(reason).toMatch(/web wrote last: .*Error: no database/);
    // The message has the last lines, the trail has what came before them.
    const causes = detail(record, 'diagnose');
    expect(causes).toContain('cannot reach postgres://web:••••@db/web');
    expect(JSON.stringify(record)).not.toContain('hunter2');
    expect(stage.setting.announcements.at(-1)).toContain('Error: no database');
    expect(reason).not.toContain('    at ');
    expect(reason).not.toContain('deployment failed: tasks failed to start');
    // It was asked when the first task had failed, and a few times at most: not at each look.
    const asked = stage.chronicle.made('GetLogEvents', 'RunDeployment');
    expect(asked.length).toBeGreaterThanOrEqual(2);
    expect(asked.length).toBeLessThanOrEqual(3);
  });

  it('is in what the load balancer finds, while it can be found', async () => {
    const record = await pushServer(
      "server.on('request', () => undefined).removeAllListeners('request').on('request', (_, response) => response.writeHead(500).end('broken'));\nserver.listen(3000,",
    );
    expect(record.ending?.verdict).toBe('rolled-back');
    expect(record.ending?.reason).toContain('Health checks failed with these codes: [500]');
    expect(detail(record, 'diagnose')).toContain('version ');
  });

  it('is said where there is no room for tasks, with what to do', async () => {
    stage.cloud.faults.add({ kind: 'no-capacity', service: 'web' });
    const record = await pushServer('server.listen(3000,');
    expect(record.ending?.reason).toMatch(
      /ECS says: .*was unable to place a task.* Capacity is unavailable at this time.* — Fargate has no room in these zones now/,
    );
  });

  /** Replaces how the server begins, pushes that, and waits for its end. */
  async function pushServer(to: string): Promise<DeploymentRecord> {
    stage.chronicle.reset();
    const message = 'Change how it begins';
    // The marker makes each commit another one.
    const marked = to.replace('server.listen', `/* ${stage.setting.announcements.length} */ server.listen`);
    const commit = await stage.push({ file: 'server.mjs', from: listens, to: marked, message });
    listens = marked;
    return stage.endOf(commit);
  }
});

function detail(record: DeploymentRecord, wanted: string): string {
  expect(steps(record)).toContain(wanted);
  return record.trail.find(({ step }) => step === wanted)?.detail ?? '';
}
