import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { DynamoDBClient, paginateScan } from '@aws-sdk/client-dynamodb';
import { GetParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import { expect, inject } from 'vitest';
import { Narrator } from '../../local/start/narrator.ts';
import { ask } from '../../local/start/pipeline.ts';
import { type Setting, setTheScene } from '../../local/start/setting.ts';
import type { Answer, DeploymentRecord } from '../../shared/deployment/commands.ts';
import { Chronicle } from './chronicle.ts';
import { engineForThis } from './engine.ts';
import { PermissionRecord, wasRefused } from './permission-record.ts';
import { Struck } from './struck.ts';
import { faultsAsked, patience } from './weather.ts';
import { removePermission } from './without-permission.ts';

/** Longer than any single thing here takes, in milliseconds: what does not come by then does not come. */
const LIMIT_MS = 100_000;

class QuietNarrator extends Narrator {
  override begin(): void {}
  override say(): void {}
}

/** A cloud with the pipeline deployed and the sample app live in it, and a record of all that happens there. */
export class Stage {
  readonly narrator: Narrator = new QuietNarrator();
  readonly setting: Setting;
  readonly chronicle: Chronicle;

  readonly #permissions: PermissionRecord;
  readonly #weather: Struck;

  private constructor(setting: Setting, chronicle: Chronicle, permissions: PermissionRecord) {
    this.setting = setting;
    this.chronicle = chronicle;
    this.#permissions = permissions;
    this.#weather = new Struck(setting.cloud);
  }

  static async open(): Promise<Stage> {
    let chronicle: Chronicle | undefined;
    let permissions: PermissionRecord | undefined;
    const setting = await setTheScene(
      {
        engine: engineForThis(),
        port: 0,
        faults: faultsAsked(),
        packaged: inject('packaged'),
        onCloud(cloud) {
          const record = new Chronicle(cloud);
          chronicle = record;
          permissions = new PermissionRecord(cloud, (refused) => record.fail(wasRefused(refused)));
        },
        onDeployed: removePermission,
      },
      new QuietNarrator(),
    ).catch(async (error: unknown) => {
      await permissions?.write();
      throw error;
    });
    if (!chronicle || !permissions) throw new Error('the scene was set without a cloud');
    // What came while the scene was set is no test's.
    chronicle.reset();
    return new Stage(setting, chronicle, permissions);
  }

  get cloud(): Setting['cloud'] {
    return this.setting.cloud;
  }

  /**
   * Ends the cloud. What it answered must have been as AWS's models have it, all along, nothing that a function did may
   * have been refused, and bad weather that was asked for must have struck.
   */
  async close(): Promise<void> {
    const { violations } = this.cloud.gateway;
    await this.setting.close();
    await this.#permissions.write();
    expect(violations).toEqual([]);
    expect(this.#permissions.refused).toEqual([]);
    expect(this.#weather.missing).toEqual([]);
  }

  /** Changes the app, commits and pushes it. The commit. */
  async push(change: { file: string; from: string; to: string; message: string }): Promise<string> {
    const commit = await this.commit(change);
    await this.setting.repository.push();
    return commit;
  }

  async commit({
    file,
    from,
    to,
    message,
  }: {
    file: string;
    from: string;
    to: string;
    message: string;
  }): Promise<string> {
    await this.setting.repository.edit(file, from, to);
    return this.setting.repository.commit(message);
  }

  /** Asks for the deployment of an image that is in the repository; its id. */
  async requestDeployment(image: string, to?: string): Promise<string> {
    const answer = await ask<Answer>({
      command: 'deploy',
      pipeline: 'web',
      image,
      ...(to === undefined ? {} : { stage: to }),
    });
    if (answer.kind !== 'requested')
      throw new Error(`the deployment was not taken: ${JSON.stringify(answer)}`);
    const [deployment] = answer.deployments;
    if (deployment === undefined) throw new Error('no deployment was requested');
    return deployment.id;
  }

  /** The record of a deployment once it has its verdict and has given its target back. */
  async ended(id: string): Promise<DeploymentRecord> {
    await this.chronicle.until(`the end of ${id}`, LIMIT_MS, ({ events }) =>
      events.some((event) => event['detail-type'] === 'Deployment Ended' && event.detail.deployment === id),
    );
    await this.targetIsFree();
    return this.show(id);
  }

  async deploy(image: string): Promise<DeploymentRecord> {
    return this.ended(await this.requestDeployment(image));
  }

  /** The ids of the deployments of a commit that have ended, once there is one. */
  async endOf(commit: string): Promise<DeploymentRecord> {
    const event = await this.chronicle.event(
      `the end of the deployment of ${commit.slice(0, 7)}`,
      'Deployment Ended',
      ({ release }) => (release as { commit?: string }).commit === commit,
      LIMIT_MS,
    );
    return this.ended(String(event.detail.deployment));
  }

  /** Waits until no deployment holds or awaits the sample app's service. */
  async targetIsFree(): Promise<void> {
    await this.chronicle.until('a free target', LIMIT_MS, async () => {
      const states = (await this.ledger()).filter(({ pk, sk }) => pk.startsWith('target#') && sk === 'state');
      return states.every(({ state }) => {
        const { claim, waiting } = state as { claim?: object; waiting?: object };
        return claim === undefined && waiting === undefined;
      });
    });
  }

  /** Waits until no deployment has anything left to do: the last of all, once its end is told. */
  async nothingIsUnfinished(): Promise<void> {
    await this.chronicle.until('nothing unfinished', LIMIT_MS, async () =>
      (await this.ledger()).every(({ pk }) => pk !== 'unfinished'),
    );
  }

  async show(deployment: string): Promise<DeploymentRecord> {
    const answer = await ask<Answer>({ command: 'show', deployment });
    if (answer.kind !== 'show') throw new Error(`no record of ${deployment}: ${JSON.stringify(answer)}`);
    return answer.record;
  }

  /** The pipeline's deployments, newest first. */
  async history(): Promise<readonly DeploymentRecord[]> {
    const answer = await ask<Answer>({ command: 'history', pipeline: 'web' });
    if (answer.kind !== 'history') throw new Error(`no history: ${JSON.stringify(answer)}`);
    return answer.deployments;
  }

  /** Every item of the ledger, in the order of its keys. */
  async ledger(): Promise<LedgerItem[]> {
    const client = new DynamoDBClient({});
    const items: LedgerItem[] = [];
    for await (const page of paginateScan({ client }, { TableName: this.setting.outputs.LedgerTable })) {
      // Every item of the table has its two keys, which are text.
      for (const item of page.Items ?? []) items.push(unmarshall(item) as LedgerItem);
    }
    return items.sort((a, b) => `${a.pk} ${a.sk}`.localeCompare(`${b.pk} ${b.sk}`));
  }

  /** A secret as the team put it into Parameter Store. */
  async secret(name: 'github-secret' | 'slack-secret' | 'webhook-secret'): Promise<string> {
    const { Parameter } = await new SSMClient({}).send(
      new GetParameterCommand({ Name: `/slipway/dev/${name}`, WithDecryption: true }),
    );
    return Parameter?.Value ?? '';
  }

  /** Runs the `slipway` command against this cloud. */
  async cli(...words: string[]): Promise<{ code: number; out: string; err: string }> {
    const { SLIPWAY_STAGE: _, ...env } = process.env;
    const options = { env: { ...env, ...this.cloud.environment }, timeout: patience(LIMIT_MS) };
    try {
      const { stdout, stderr } = await promisify(execFile)(process.execPath, [CLI, ...words], options);
      return { code: 0, out: stdout, err: stderr };
    } catch (error) {
      const { code, stdout, stderr } = error as { code?: number; stdout?: string; stderr?: string };
      if (typeof code !== 'number') throw error;
      return { code, out: stdout ?? '', err: stderr ?? '' };
    }
  }
}

export interface LedgerItem {
  readonly pk: string;
  readonly sk: string;
  readonly [attribute: string]: unknown;
}

/** The steps of a deployment in the order in which they happened. */
export function steps({ trail }: DeploymentRecord): string[] {
  return trail.map(({ step }) => step);
}

const CLI = join(import.meta.dirname, '../../cli/bin.mjs');
