import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  DescribeServiceRevisionsCommand,
  DescribeServicesCommand,
  ECSClient,
  UpdateServiceCommand,
  type UpdateServiceRequest,
} from '@aws-sdk/client-ecs';
import { expect } from 'vitest';
import type { Fault } from '../../../local/faults/fault.ts';
import { ask } from '../../../local/start/pipeline.ts';
import type { Answer, DeploymentRecord } from '../../../shared/deployment/commands.ts';
import { Stage } from '../stage.ts';
import { imagesByTag } from '../what-runs.ts';
import { digestsOf } from './digests.ts';
import { CLUSTER, createServices, type ServiceSettings } from './services.ts';
import { readEndings } from './table.ts';

/** Real milliseconds for what is done by real programs. */
const LIMIT_MS = 60_000;

const HEALTH = 'path: /health, consecutive: 2, interval: 100ms, timeout: 2s, limit: 10s';

/**
 * A cloud in which endings are played: a service for each test, all of which run the release that was launched, and
 * another release to deploy on them.
 */
export class Scene {
  readonly stage: Stage;
  /** Digests of the release that was launched, and of the one to deploy. */
  readonly before: string;
  readonly next: string;
  readonly #services: Readonly<Record<string, ServiceSettings>>;
  readonly #faults: string[] = [];

  private constructor(
    stage: Stage,
    services: Readonly<Record<string, ServiceSettings>>,
    digests: { before: string; next: string },
  ) {
    this.stage = stage;
    this.#services = services;
    this.before = digests.before;
    this.next = digests.next;
  }

  /** @param more says, once there is a cloud, what services are to be there */
  static async open(
    more:
      | Readonly<Record<string, ServiceSettings>>
      | ((outputs: Readonly<Record<string, string>>) => Promise<Readonly<Record<string, ServiceSettings>>>),
  ): Promise<Scene> {
    const stage = await Stage.open();
    try {
      const services = typeof more === 'function' ? await more(stage.setting.outputs) : more;
      await createServices(services);
      const launched = stage.setting.launched;
      const green = { file: 'page.mjs', from: '#1668dc', to: '#0b7a4b', message: 'Paint it green' };
      const pushed = await stage.push(green);
      expect((await stage.endOf(pushed)).ending?.verdict).toBe('verified');
      const images = await imagesByTag();
      const scene = new Scene(stage, services, {
        before: images.get(launched) ?? '',
        next: images.get(pushed) ?? '',
      });
      await scene.apply();
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

  get cloud(): Stage['cloud'] {
    return this.stage.cloud;
  }

  /** Stores a slipway.yml with a stage for each service, whose name the service has. */
  async apply(): Promise<void> {
    const stages = Object.entries(this.#services).map(
      ([name, { health, rollout = 'limit: 15m', more, container = 'web' }]) =>
        `      - { name: ${name}, target: { ecs: { cluster: ${CLUSTER}, service: ${name}, containers: [${container}] } }, health: { ${health ?? HEALTH} }, rollout: { ${rollout} }${more ? `, ${more}` : ''} }`,
    );
    const config = `pipelines:\n  web:\n    image: slipway-sample/web\n    stages:\n${stages.join('\n')}\n`;
    expect(await ask<Answer>({ command: 'apply', config })).toMatchObject({ kind: 'applied' });
  }

  /** Builds a change without deploying it on any service of the scene; the digest of its image. */
  async build(change: { file: string; from: string; to: string; message: string }): Promise<string> {
    const yml = await readFile(join(import.meta.dirname, '../../../examples/web/slipway.yml'), 'utf8');
    expect(await ask<Answer>({ command: 'apply', config: yml })).toMatchObject({ kind: 'applied' });
    const pushed = await this.stage.push(change);
    await this.stage.endOf(pushed);
    await this.apply();
    return (await imagesByTag()).get(pushed) ?? '';
  }

  fault(fault: Fault): void {
    this.#faults.push(this.cloud.faults.add(fault).id);
  }

  /** Nothing goes wrong any more. */
  cure(): void {
    for (const id of this.#faults.splice(0)) this.cloud.faults.remove(id);
  }

  /** Asks for a release on a service: the new one unless another is named. The deployment's id. */
  async begin(service: string, image = this.next): Promise<string> {
    return this.request({ command: 'deploy', pipeline: 'web', stage: service, image });
  }

  /** Gives a command; it must be taken. */
  async command(command: object): Promise<Answer> {
    const answer = await ask<Answer>(command);
    expect(answer.kind, JSON.stringify(answer)).not.toBe('refused');
    return answer;
  }

  async request(command: object): Promise<string> {
    const answer = await ask<Answer>(command);
    if (answer.kind !== 'requested') throw new Error(`it was not taken: ${JSON.stringify(answer)}`);
    return answer.deployments[0]?.id ?? '';
  }

  /** The deployment's record once it has ended. */
  async ended(id: string): Promise<DeploymentRecord> {
    await this.stage.chronicle.until(`the end of ${id}`, LIMIT_MS, ({ events }) =>
      events.some((event) => event['detail-type'] === 'Deployment Ended' && event.detail.deployment === id),
    );
    return this.stage.show(id);
  }

  async deploy(service: string, image?: string): Promise<DeploymentRecord> {
    return this.ended(await this.begin(service, image));
  }

  /** Waits until the trail of a deployment has this step. */
  async reached(id: string, step: string): Promise<void> {
    await this.stage.chronicle.until(`${step} of ${id}`, LIMIT_MS, async () =>
      (await this.stage.show(id)).trail.some((entry) => entry.step === step),
    );
  }

  /** Waits until all that runs of a service is this digest. */
  async runs(service: string, digest: string): Promise<void> {
    await this.stage.chronicle.until(`${digest} on ${service}`, LIMIT_MS, async () => {
      const digests = await digestsOf(service);
      return digests.length === 1 && digests[0] === digest;
    });
  }

  /** Waits until nothing runs of a service. */
  async gone(service: string): Promise<void> {
    await this.stage.chronicle.until(`the end of the tasks of ${service}`, LIMIT_MS, async () => {
      const digests = await digestsOf(service);
      return digests.length === 0;
    });
  }

  /** Waits until a service has no deployment under way. */
  async settled(service: string): Promise<void> {
    await this.stage.chronicle.until(`a settled ${service}`, LIMIT_MS, async () => {
      const { deployments = [] } = await this.describe(service);
      return deployments.length === 1 && deployments[0]?.rolloutState === 'COMPLETED';
    });
  }

  /** Waits until a task of what is rolled has failed. */
  async hasFailed(service: string): Promise<void> {
    await this.stage.chronicle.until(`a failed task of ${service}`, LIMIT_MS, async () =>
      ((await this.describe(service)).deployments ?? []).some(({ failedTasks = 0 }) => failedTasks > 0),
    );
  }

  /** Somebody changes the service by hand. */
  async update(service: string, change: Partial<UpdateServiceRequest>): Promise<void> {
    await new ECSClient({}).send(new UpdateServiceCommand({ cluster: CLUSTER, service, ...change }));
  }

  /**
   * The deployment has ended as the README's row says, whose name the test has: the verdict, what people are told (also in
   * the chat), and what runs now.
   */
  async expectAsTold({ deployment, ending }: DeploymentRecord, service: string): Promise<void> {
    const title = expect.getState().currentTestName?.split(' > ').at(-1) ?? '';
    const row = (await readEndings()).find(({ what }) => what === title);
    if (row === undefined) throw new Error(`the README has no row "${title}"`);
    expect(ending?.verdict, ending?.reason).toBe(row.verdict);
    for (const part of row.told) expect(ending?.reason).toContain(part);
    if (row.verdict !== 'superseded') {
      await this.stage.chronicle.until('the announcement', LIMIT_MS, () =>
        this.stage.setting.announcements.some((message) => row.told.every((part) => message.includes(part))),
      );
    }
    const digests = await digestsOf(service);
    switch (row.after) {
      case 'this release':
        expect(digests).toEqual([this.next]);
        break;
      case 'the good release':
      case 'what ran before':
        expect(digests).toEqual([this.before]);
        break;
      case 'nothing':
        expect(digests).toEqual([]);
        break;
      default:
        // What somebody else brought: the test knows.
        break;
    }
    // Whatever it was: no success for anything that did not run the digest.
    if (ending?.verdict === 'verified') expect(digests).toEqual([deployment.release.digest]);
  }

  /** What a service revision runs. */
  async taskDefinitionOf(serviceRevision: string): Promise<string | undefined> {
    const { serviceRevisions } = await new ECSClient({}).send(
      new DescribeServiceRevisionsCommand({ serviceRevisionArns: [serviceRevision] }),
    );
    return serviceRevisions?.[0]?.taskDefinition;
  }

  async describe(service: string) {
    const { services } = await new ECSClient({}).send(
      new DescribeServicesCommand({ cluster: CLUSTER, services: [service] }),
    );
    const [found] = services ?? [];
    if (!found) throw new Error(`there is no service ${service}`);
    return found;
  }
}
