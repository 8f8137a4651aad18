import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestModule, TestProject } from 'vitest/node';
import { type Grant, grantKey, readGrants } from '../../scripts/permissions/grants.ts';
import { formatTable } from '../../shared/reporting/table.ts';
import type { UsedPermissions } from './permission-record.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** Where each test file notes which permissions were used. */
    permissionRecords: string;
  }
}

/**
 * After a run of all scenarios: what is granted to functions and was never used. The run fails where something is.
 * `SLIPWAY_TEST_PERMISSIONS` names a folder where the records stay, for scripts/try-without-each-permission.ts.
 */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const kept = process.env.SLIPWAY_TEST_PERMISSIONS;
  const folder = kept || (await mkdtemp(join(tmpdir(), 'slipway-permissions-')));
  project.provide('permissionRecords', folder);
  return async () => {
    const modules = project.vitest.state
      .getTestModules()
      .filter((module) => module.project.name === project.name);
    if (await isWhole(modules)) report(await readGrants(), await readRecords(folder));
    if (!kept) await rm(folder, { recursive: true, force: true });
  };
}

/** Whether every test of every scenario ran, and passed, with no fault in all of them: only then is it known what is not used. */
async function isWhole(modules: readonly TestModule[]): Promise<boolean> {
  if (process.env.SLIPWAY_TEST_FAULTS) return false;
  const all = await readdir(import.meta.dirname, { recursive: true });
  const files = all.filter((name) => name.endsWith('.test.ts'));
  const ran = new Set(modules.map(({ moduleId }) => moduleId));
  return (
    files.every((file) => ran.has(join(import.meta.dirname, file))) &&
    modules.every(
      (module) =>
        module.ok() && [...module.children.allTests()].every((test) => test.result().state === 'passed'),
    )
  );
}

export async function readRecords(folder: string): Promise<UsedPermissions[]> {
  const names = (await readdir(folder)).filter((name) => name.endsWith('.json'));
  return Promise.all(
    // They were written by this very run.
    names.map(async (name) => JSON.parse(await readFile(join(folder, name), 'utf8')) as UsedPermissions),
  );
}

function report(grants: readonly Grant[], records: readonly UsedPermissions[]): void {
  const used = new Set(records.flatMap((record) => Object.keys(record.used)));
  const unused = grants.filter((grant) => !used.has(grantKey(grant)));
  const functions = [...new Set(grants.map((grant) => grant.function))];
  const counts = functions.map((name) => {
    const of = (list: readonly Grant[]) => list.filter((grant) => grant.function === name).length;
    return [name, String(of(grants)), String(of(unused))];
  });
  console.log(
    `\nPermissions of the functions\n\n${formatTable(['function', 'granted', 'never used'], counts)}`,
  );
  if (unused.length === 0) return;
  process.exitCode = 1;
  const lines = unused.map((grant) => [grant.function, grant.action, grant.on]);
  console.error(
    `\n${unused.length} permissions of stacks/roles.yml were never used by any scenario. Remove them, or write the scenario:\n\n${formatTable(['function', 'action', 'on'], lines)}`,
  );
}
