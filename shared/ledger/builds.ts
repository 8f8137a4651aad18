import type { BuildRecord } from '../deployment/build-workflow.ts';
import { buildIdKey, buildKey } from './keys.ts';
import type { Table } from './table.ts';

export async function readBuild(
  table: Table,
  pipeline: string,
  commit: string,
): Promise<BuildRecord | undefined> {
  return table.get<BuildRecord>(buildKey(pipeline, commit));
}

export async function recordBuild(
  table: Table,
  pipeline: string,
  commit: string,
  build: BuildRecord,
): Promise<void> {
  await table.put({ ...buildKey(pipeline, commit), ...build });
}

/** Leaves what completes the wait for a build's end. */
export async function leaveBuildToken(table: Table, build: string, token: string): Promise<void> {
  await table.put({ ...buildIdKey(build), token });
}

export async function buildToken(table: Table, build: string): Promise<string | undefined> {
  return (await table.get<{ token: string }>(buildIdKey(build)))?.token;
}
