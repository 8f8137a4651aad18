import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { BuildRecord } from '../deployment/build-workflow.ts';
import type { Deployment } from '../deployment/model.ts';
import type { Ledger } from '../deployment/ports.ts';
import type { Untold } from '../deployment/tell-untold.ts';
import {
  announced,
  forgetUntold,
  giveAnnouncementBack,
  leaveUntold,
  listUntold,
  takeAnnouncement,
} from './announcements.ts';
import { buildToken, leaveBuildToken, readBuild, recordBuild } from './builds.ts';
import { currentConfig, storeConfig } from './configs.ts';
import {
  addDeployment,
  awaitEnding,
  endDeployment,
  findDeployment,
  followerOf,
  forgetUnfinished,
  lastEnding,
  listHistory,
  listUnfinished,
  note,
  readDeployment,
  readRecord,
} from './deployments.ts';
import { onceKey } from './keys.ts';
import {
  commitsLike,
  newerPushIsComing,
  numberPush,
  orderOfCommit,
  type PushedCommit,
  yieldingTo,
} from './pushes.ts';
import { references } from './references.ts';
import { createRevisions } from './revisions.ts';
import { createSettings } from './settings.ts';
import { takeSlot } from './slots.ts';
import { Table } from './table.ts';
import { changeTarget, readTarget } from './targets.ts';

/** How long it is remembered what was done: longer than EventBridge tries to deliver (24 h). */
const REMEMBERED_SECONDS = 7 * 24 * 3600;

/**
 * The table of record: claims, deployments with their trail, releases, builds, pushes and configurations.
 * Every method throws the SDK's errors of DynamoDB, and `Retryable` when others were faster too often.
 *
 * @param name the DynamoDB table: string keys `pk` and `sk`, time to live in `expires`
 */
export function createLedger(client: DynamoDBClient, name: string) {
  const table = new Table(client, name);
  const forWorkflow: Ledger = {
    deployment: (id) => readDeployment(table, id),
    note: (deployment, entry) => note(table, deployment, entry),
    end: (deployment, ending) => endDeployment(table, deployment, ending),
    awaitEnding: (deployment, token) => awaitEnding(table, deployment, token),
    followerOf: (deployment) => followerOf(table, deployment),
    forgetUnfinished: (deployment) => forgetUnfinished(table, deployment),
    target: (key) => readTarget(table, key),
    newerPushIsComing: (deployment) => newerPushIsComing(table, deployment),
    takeSlot: (...line) => takeSlot(table, ...line),
    changeTarget: (key, change) => changeTarget(table, key, change),
  };
  return {
    ...forWorkflow,
    addDeployment: (deployment: Deployment) => addDeployment(table, deployment),
    findDeployment: (id: string) => findDeployment(table, id),
    record: (id: string) => readRecord(table, id),
    unfinished: () => listUnfinished(table),
    history: (pipeline: string, limit: number) => listHistory(table, pipeline, limit),
    lastEnding: (target: string) => lastEnding(table, target),
    numberPush: (push: PushedCommit, now: number) => numberPush(table, push, now),
    orderOfCommit: (pipeline: string, commit: string) => orderOfCommit(table, pipeline, commit),
    commitsLike: (pipeline: string, beginning: string) => commitsLike(table, pipeline, beginning),
    build: (pipeline: string, commit: string) => readBuild(table, pipeline, commit),
    recordBuild: (pipeline: string, commit: string, build: BuildRecord) =>
      recordBuild(table, pipeline, commit, build),
    yieldingTo: (pipeline: string, order: number, targets: readonly string[]) =>
      yieldingTo(table, pipeline, order, targets),
    leaveBuildToken: (build: string, token: string) => leaveBuildToken(table, build, token),
    buildToken: (build: string) => buildToken(table, build),
    config: () => currentConfig(table),
    storeConfig: (...args: Parameters<typeof storeConfig> extends [Table, ...infer Rest] ? Rest : never) =>
      storeConfig(table, ...args),
    references: () => references(table),
    revisions: (scope: string, now: () => number) => createRevisions(table, scope, now),
    settings: (target: string) => createSettings(table, target),
    leaveUntold: (news: Untold) => leaveUntold(table, news),
    untold: () => listUntold(table),
    forgetUntold: (about: string) => forgetUntold(table, about),
    /** `now`, here and below, in milliseconds since 1970. */
    takeAnnouncement: (what: string, now: number) => takeAnnouncement(table, what, now, expiry(now)),
    announced: (what: string, now: number) => announced(table, what, expiry(now)),
    giveAnnouncementBack: (what: string, now: number) => giveAnnouncementBack(table, what, expiry(now)),
    /** What a request with this id has led to before. */
    answered: async (request: string): Promise<LedTo | undefined> =>
      (await table.get<{ ledTo: LedTo }>(onceKey(`request#${request}`)))?.ledTo,
    rememberAnswer: (request: string, ledTo: LedTo, now: number) =>
      table.put({ ...onceKey(`request#${request}`), ledTo, expires: expiry(now) }),
  };
}

/** The ids of the deployments that a request led to, and what it could not be done for. */
interface LedTo {
  readonly deployments: readonly string[];
  readonly leftOut?: readonly string[];
}

function expiry(now: number): number {
  return Math.round(now / 1000) + REMEMBERED_SECONDS;
}
