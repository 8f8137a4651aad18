import { join } from 'node:path';
import { run } from './run.ts';

const PROJECT = join(import.meta.dirname, '../..');

/** Bundles and packages the functions: the artifacts that would go to AWS. The folder that holds them. */
export async function packagePipeline(): Promise<string> {
  await run(process.execPath, ['scripts/bundle.ts'], { cwd: PROJECT });
  const osls = join(PROJECT, 'node_modules/osls/bin/serverless.js');
  // Packaging asks nothing of AWS: what the local cloud set for its clients is not for it.
  const { AWS_ENDPOINT_URL: _, ...env } = process.env;
  await run(process.execPath, [osls, 'package'], {
    cwd: PROJECT,
    env: { ...env, SLS_TELEMETRY_DISABLED: '1' },
  });
  return join(PROJECT, '.serverless');
}
