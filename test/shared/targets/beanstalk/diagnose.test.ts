import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CreateApplicationCommand } from '@aws-sdk/client-elastic-beanstalk';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type Cause, mergeCauses } from '../../../../shared/deployment/causes.ts';
import { ENHANCED, localBeanstalk } from '../../../local/elasticbeanstalk/local-beanstalk.ts';
import { releaseOf } from '../contract/subject.ts';
import { beanstalkTarget } from './target-in-local-cloud.ts';

describe('of an update that went wrong', () => {
  let folder: string;
  let local: Awaited<ReturnType<typeof localBeanstalk>>;
  let diagnose: () => Promise<readonly Cause[]>;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'diagnose-'));
    local = await localBeanstalk({ folder }, { third: { health: 500, says: 'cannot reach the database\n' } });
    await local.eb.send(new CreateApplicationCommand({ ApplicationName: 'app' }));
    const target = beanstalkTarget(local, {});
    const label = await target.prepare(releaseOf('third'), 'd');
    await local.environment('web-prod', label, [
      ENHANCED,
      'elasticbeanstalk:environment:process:default HealthCheckPath=/health',
      'elasticbeanstalk:environment:process:default HealthCheckInterval=5',
      'elasticbeanstalk:environment:process:default UnhealthyThresholdCount=2',
    ]);
    await local.until('web-prod', (one) => one.Status === 'Ready' && one.HealthStatus === 'Severe');
    const begun = await target.start(label, undefined);
    diagnose = () => target.diagnose(String(begun));
  });
  afterEach(() => {
    for (const { id } of local.faults.list()) local.faults.remove(id);
  });
  afterAll(async () => {
    await local?.close();
    await rm(folder, { recursive: true });
  });

  const refused = (code: string, message: string) =>
    local.faults.add({
      ...{ kind: 'error', service: 'elastic-beanstalk', operation: 'RequestEnvironmentInfo' },
      ...{ code, message },
    });

  it('the last lines are told, or why there are none: not both, whenever they could be had', async () => {
    const lines = await diagnose();
    expect(textsOf(lines)[0]).toMatch(/^i-\w+ wrote last: .*cannot reach the database$/);
    refused('InsufficientPrivilegesException', 'Access Denied.');
    const none = await diagnose();
    expect(textsOf(none).at(-1)).toMatch(
      /^what the instances wrote last could not be had: \w*InsufficientPrivileges\w*: Access Denied$/,
    );
    for (const both of [mergeCauses(lines, none), mergeCauses(none, lines)]) {
      expect(textsOf(both)[0]).toContain('wrote last: ');
      expect(textsOf(both).join()).not.toContain('could not be had');
    }
  });

  it('it is told that they could not be downloaded, and never from where', async () => {
    local.faults.add({ kind: 'error', service: 's3', operation: 'GetObject', code: 'AccessDenied' });
    const texts = textsOf(await diagnose());
    expect(texts.at(-1)).toBe(
      'what the instances wrote last could not be had: the download of the lines was answered 403',
    );
    expect(texts.join()).not.toContain('X-Amz');
  });

  it('it is told that the environment is in no state for that, but not that it is gone', async () => {
    const { id } = refused(
      'InvalidParameterValue',
      'Environment named web-prod is in an invalid state for this operation. Must be Ready.',
    );
    expect(textsOf(await diagnose()).at(-1)).toMatch(/could not be had: .* Must be Ready$/);
    local.faults.remove(id);
    refused('InvalidParameterValue', "No Environment found for EnvironmentName = 'web-prod'.");
    expect(textsOf(await diagnose()).join()).not.toContain('could not be had');
  });
});

const textsOf = (causes: readonly Cause[]) => causes.map(({ text }) => text);
