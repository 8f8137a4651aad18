import {
  CreateApplicationCommand,
  CreateEnvironmentCommand,
  ElasticBeanstalkClient,
} from '@aws-sdk/client-elastic-beanstalk';
import { expect } from 'vitest';
import type { Fault } from '../../../local/faults/fault.ts';
import { get } from '../../../local/start/load.ts';
import { ask } from '../../../local/start/pipeline.ts';
import type { Answer, DeploymentRecord } from '../../../shared/deployment/commands.ts';
import { Stage } from '../stage.ts';
import { imagesByTag } from '../what-runs.ts';
import { APPLICATION, describeEnvironment, instanceDigests } from './what-runs.ts';

/** Real milliseconds for what is done by real programs, batch by batch. */
const LIMIT_MS = 110_000;

const STACK = '64bit Amazon Linux 2023 v4.13.0 running Docker';

/** An environment and its stage in slipway.yml. What is not said: two instances, enhanced health, all at once. */
export interface EnvironmentSettings {
  /** `policy` of its target, in flow style. */
  readonly policy?: string;
  /** Further keys of its target, in flow style. */
  readonly target?: string;
  /** `rollout` of its stage, in flow style. */
  readonly rollout?: string;
  /** The limit of its stage's health check, for what never gets well: 20 s unless given. */
  readonly patience?: '4s';
  readonly instances?: number;
  /** Options of its process, by name. */
  readonly process?: Readonly<Record<string, string>>;
  /** Without enhanced health nothing tells what an instance runs. */
  readonly basicHealth?: true;
  /** It is in slipway.yml only. */
  readonly absent?: true;
  /** It is there, but no stage is about it. */
  readonly withoutStage?: true;
}

/** What is not well is given its time in real seconds. */
const HEALTH = 'path: /health, consecutive: 2, interval: 100ms, timeout: 2s';

/**
 * A cloud with environments of Elastic Beanstalk, each a stage of its own, all of which run the release that was
 * launched on ECS, and another release to deploy on them.
 */
export class Environments {
  readonly stage: Stage;
  /** Digests of the release that was launched, and of the one to deploy. */
  readonly before: string;
  readonly next: string;
  readonly #faults: string[] = [];

  private constructor(stage: Stage, digests: { before: string; next: string }) {
    this.stage = stage;
    this.before = digests.before;
    this.next = digests.next;
  }

  static async open(environments: Readonly<Record<string, EnvironmentSettings>>): Promise<Environments> {
    const stage = await Stage.open();
    try {
      const green = { file: 'page.mjs', from: '#1668dc', to: '#0b7a4b', message: 'Paint it green' };
      const pushed = await stage.push(green);
      // A webhook has ten seconds, and is not sent again: a machine that makes all these environments may not have them.
      await stage.chronicle.event('the push', 'Push Accepted', ({ commit }) => commit === pushed, LIMIT_MS);
      await Promise.all([createEnvironments(stage, environments), stage.endOf(pushed)]);
      const images = await imagesByTag();
      const scene = new Environments(stage, {
        before: images.get(stage.setting.launched) ?? '',
        next: images.get(pushed) ?? '',
      });
      await apply(environments);
      const there = Object.keys(environments).filter(
        (name) => !environments[name]?.absent && !environments[name]?.withoutStage,
      );
      const first = await Promise.all(there.map((name) => scene.deploy(name, scene.before)));
      expect(first.map(({ ending }) => [ending?.verdict, ending?.reason])).toEqual(
        there.map(() => ['verified', expect.any(String)]),
      );
      stage.chronicle.reset();
      return scene;
    } catch (error) {
      await stage.close().catch(() => undefined);
      throw error;
    }
  }

  close(): Promise<void> {
    return this.stage.close();
  }

  /** Its id. */
  fault(fault: Fault): string {
    const { id } = this.stage.cloud.faults.add(fault);
    this.#faults.push(id);
    return id;
  }

  /** Nothing goes wrong any more. */
  cure(): void {
    for (const id of this.#faults.splice(0)) this.stage.cloud.faults.remove(id);
  }

  begin(name: string, image = this.next): Promise<string> {
    return this.stage.requestDeployment(image, name);
  }

  async ended(id: string): Promise<DeploymentRecord> {
    await this.stage.chronicle.until(`the end of ${id}`, LIMIT_MS, ({ events }) =>
      events.some((event) => event['detail-type'] === 'Deployment Ended' && event.detail.deployment === id),
    );
    return this.stage.show(id);
  }

  async deploy(name: string, image?: string): Promise<DeploymentRecord> {
    return this.ended(await this.begin(name, image));
  }

  async url(name: string): Promise<string> {
    const { CNAME } = await describeEnvironment(name);
    return `http://${CNAME}`;
  }

  /**
   * All instances of an environment run this image: by Elastic Beanstalk's word, and by the version that they answer with,
   * in so many requests that each is asked.
   */
  async expectRuns(name: string, digest: string): Promise<void> {
    const digests = await instanceDigests(name);
    expect(digests.length).toBeGreaterThan(0);
    expect([...new Set(digests)]).toEqual([digest]);
    const [commit] = [...(await imagesByTag())].find(([, one]) => one === digest) ?? [];
    const url = await this.url(name);
    const answers = await Promise.all(Array.from({ length: 20 }, () => get(`${url}/version`)));
    expect([...new Set(answers.map(({ body }) => body))]).toEqual([commit]);
  }
}

async function createEnvironments(
  { chronicle }: Stage,
  environments: Readonly<Record<string, EnvironmentSettings>>,
): Promise<void> {
  const eb = new ElasticBeanstalkClient({});
  await eb.send(new CreateApplicationCommand({ ApplicationName: APPLICATION }));
  const there = Object.entries(environments).filter(([, { absent }]) => !absent);
  for (const [EnvironmentName, { instances = 2, process = {}, basicHealth }] of there) {
    const set = (Namespace: string, OptionName: string, Value: string) => ({
      Namespace,
      OptionName,
      Value,
    });
    await eb.send(
      new CreateEnvironmentCommand({
        ApplicationName: APPLICATION,
        EnvironmentName,
        CNAMEPrefix: EnvironmentName,
        SolutionStackName: STACK,
        OptionSettings: [
          set('aws:autoscaling:asg', 'MinSize', String(instances)),
          set(
            'aws:elasticbeanstalk:healthreporting:system',
            'SystemType',
            basicHealth ? 'basic' : 'enhanced',
          ),
          ...Object.entries(process).map(([name, value]) =>
            set('aws:elasticbeanstalk:environment:process:default', name, value),
          ),
        ],
      }),
    );
  }
  await chronicle.until('environments that are Ready', LIMIT_MS, async () => {
    const all = await Promise.all(there.map(([name]) => describeEnvironment(name)));
    return all.every(({ Status }) => Status === 'Ready');
  });
}

async function apply(environments: Readonly<Record<string, EnvironmentSettings>>): Promise<void> {
  const staged = Object.entries(environments).filter(([, { withoutStage }]) => !withoutStage);
  const stages = staged.map(([name, { policy, target, patience = '20s', rollout = 'limit: 15m' }]) => {
    const more = `${policy ? `, policy: { ${policy} }` : ''}${target ? `, ${target}` : ''}`;
    return `      - { name: ${name}, target: { beanstalk: { application: ${APPLICATION}, environment: ${name}, port: 3000${more} } }, health: { ${HEALTH}, limit: ${patience} }, rollout: { ${rollout} } }`;
  });
  const source = 'source: { github: sample/web, branch: main }\n    build: { project: slipway-sample-web }';
  const config = `pipelines:\n  web:\n    ${source}\n    image: slipway-sample/web\n    stages:\n${stages.join('\n')}\n`;
  expect(await ask<Answer>({ command: 'apply', config })).toMatchObject({ kind: 'applied' });
}
