import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { packagePipeline } from '../../local/start/package-pipeline.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** Where the packaged functions of this run are. */
    packaged: string;
  }
}

/**
 * Packages the functions once for all scenarios of a run, in a folder that nobody else writes to. They are packaged
 * already where `SLIPWAY_TEST_PACKAGED` names the folder.
 */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const made = process.env.SLIPWAY_TEST_PACKAGED || (await packagePipeline());
  const folder = await mkdtemp(join(tmpdir(), 'slipway-scenarios-'));
  await cp(made, folder, { recursive: true });
  project.provide('packaged', folder);
  return () => rm(folder, { recursive: true, force: true });
}
