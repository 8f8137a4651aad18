import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DescribeTaskDefinitionCommand, ECSClient, type TaskDefinition } from '@aws-sdk/client-ecs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { InquiryAnswer } from '../../shared/deployment/inquiries.ts';
import { Stage, steps } from './stage.ts';
import { whatRuns } from './what-runs.ts';

describe('what a deployment would change', () => {
  let stage: Stage;
  let folder: string;

  beforeAll(async () => {
    stage = await Stage.open();
    folder = await mkdtemp(join(tmpdir(), 'slipway-plan-'));
  });
  afterAll(async () => {
    await stage?.close();
    if (folder) await rm(folder, { recursive: true });
  });

  it('is nothing for what runs already: exit code 0', async () => {
    const { code, out, err } = await stage.cli('plan', 'web');
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out).toContain('No changes.');
    // No colours where nobody looks.
    expect(out).not.toContain('\u001b');
  });

  it('is refused for what is not there, with exit code 1 like everything that went wrong', async () => {
    expect(await stage.cli('plan', 'web', '--image', 'no-such-tag')).toMatchObject({
      code: 1,
      out: expect.stringContaining('has no image no-such-tag'),
    });
    expect(await stage.cli('plan', 'web', '--no-such-option')).toMatchObject({ code: 1 });
  });

  it('is what the stage says of the task definition: exit code 2, and nothing is done', async () => {
    const before = await whatRuns();
    await apply(
      'tags: { team: shop }, containers: { web: { environment: { GREETING: hello, SMTP_PASSWORD: "hush hush" }, secrets: { API_KEY: "/shop/api-key" } } }',
    );
    const { code, out } = await stage.cli('plan', 'web');
    expect(code).toBe(2);
    expect(out).toContain('+ containerDefinitions.web.environment.GREETING: hello\n');
    expect(out).toContain('+ containerDefinitions.web.environment.SMTP_PASSWORD: ••••\n');
    expect(out).toContain('+ containerDefinitions.web.secrets.API_KEY: /shop/api-key\n');
    expect(out).toContain('+ tags.team: shop\n');
    expect(out).toMatch(/UpdateService of the service web .*ROLLING/);
    expect(out).toMatch(/GET http:.*\/health until it answers 200 3 times in a row/);

    const asked = await stage.cli('plan', 'web', '--json');
    expect(asked.code).toBe(2);
    const answer = JSON.parse(asked.out) as InquiryAnswer;
    expect(answer).toMatchObject({
      kind: 'plan',
      release: { commit: stage.setting.launched },
      targets: [{ kind: 'planned', name: 'web', live: before.revision, revision: 'new' }],
    });
    expect(`${out}${asked.out}`).not.toContain('hush hush');
    expect(await whatRuns()).toEqual(before);
  });

  it('is what a deployment then changes, says in its trail, and keeps', async () => {
    await apply('tags: { team: shop }, containers: { web: { environment: { GREETING: hello } } }');
    const record = await stage.deploy(stage.setting.launched);
    expect(record.ending?.verdict).toBe('verified');
    expect(steps(record)).toContain('planned');
    const planned = record.trail.find(({ step }) => step === 'planned');
    expect(planned?.detail).toContain('changes containerDefinitions.web.environment.GREETING, tags.team');
    const definition = await running();
    expect(definition.containerDefinitions?.[0]?.environment).toContainEqual({
      name: 'GREETING',
      value: 'hello',
    });
    expect(await stage.cli('plan', 'web')).toMatchObject({ code: 0 });

    const { revision } = await whatRuns();
    expect((await stage.deploy(stage.setting.launched)).ending?.verdict).toBe('verified');
    expect((await whatRuns()).revision).toBe(revision);
  });

  it('has a template as its base, which is read beside slipway.yml', async () => {
    const { containerDefinitions = [], ...definition } = await running();
    const [web] = containerDefinitions;
    const template = {
      family: definition.family,
      ...{ networkMode: definition.networkMode, requiresCompatibilities: definition.requiresCompatibilities },
      ...{ cpu: definition.cpu, memory: definition.memory, runtimePlatform: definition.runtimePlatform },
      ...{ executionRoleArn: definition.executionRoleArn, taskRoleArn: definition.taskRoleArn },
      containerDefinitions: [
        { ...web, image: 'whatever', environment: [{ name: 'GREETING', value: 'good day' }] },
      ],
    };
    const text = JSON.stringify(template, undefined, 2);
    await writeFile(join(folder, 'task.json'), text.replace('"networkMode"', 'networkMode'));
    expect(await stage.cli('apply', await write('template: task.json'))).toMatchObject({
      code: 1,
      out: expect.stringContaining('task.json:3:3: the file is not valid JSON'),
    });

    await writeFile(join(folder, 'task.json'), text);
    await apply('template: task.json');
    const { code, out } = await stage.cli('plan', 'web');
    expect({ code, out }).toMatchObject({ code: 2, out: expect.stringContaining('base   task.json') });
    expect(out).toContain('~ containerDefinitions.web.environment.GREETING: hello → good day\n');
    expect(out).toContain('- tags.team: shop\n');
    expect((await stage.deploy(stage.setting.launched)).ending?.verdict).toBe('verified');
    expect((await running()).containerDefinitions?.[0]?.environment).toEqual([
      { name: 'GREETING', value: 'good day' },
    ]);
    expect(await stage.cli('plan', 'web')).toMatchObject({ code: 0 });
  });

  it('is refused where a container is named that is not there, and so is the deployment', async () => {
    await apply('containers: { wep: { cpu: 1 } }');
    const { code, out } = await stage.cli('plan', 'web');
    expect(code).toBe(1);
    expect(out).toMatch(/has no container wep, .* it has web/);
    const before = await whatRuns();
    const { ending } = await stage.deploy(stage.setting.launched);
    expect(ending).toMatchObject({
      verdict: 'rejected',
      reason: expect.stringContaining('no container wep'),
    });
    expect(await whatRuns()).toEqual(before);
  });

  /** slipway.yml of the sample app with this of its task definition; its path. */
  async function write(task: string): Promise<string> {
    const text = await readFile(join(import.meta.dirname, '../../examples/web/slipway.yml'), 'utf8');
    const path = join(folder, 'slipway.yml');
    await writeFile(path, text.replace('containers: [web] }', `containers: [web], task: { ${task} } }`));
    return path;
  }

  async function apply(task: string): Promise<void> {
    const { code, out } = await stage.cli('apply', await write(task));
    expect({ code, out }).toMatchObject({ code: 0 });
  }
});

async function running(): Promise<TaskDefinition> {
  const { revision } = await whatRuns();
  const command = new DescribeTaskDefinitionCommand({ taskDefinition: revision });
  const { taskDefinition } = await new ECSClient({}).send(command);
  if (!taskDefinition) throw new Error('nothing runs');
  return taskDefinition;
}
