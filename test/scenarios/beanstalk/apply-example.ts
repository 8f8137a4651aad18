import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'vitest';
import { readBundle } from '../../../cli/bundle-folder.ts';
import { ask } from '../../../local/start/pipeline.ts';
import type { Answer } from '../../../shared/deployment/commands.ts';

const EXAMPLE = join(import.meta.dirname, '../../../examples/web-beanstalk');

/** Applies the example's slipway.yml, with less patience for an environment that is not well: it counts in real time. */
export async function applyExample(): Promise<void> {
  const text = await readFile(join(EXAMPLE, 'slipway.yml'), 'utf8');
  expect(text).toContain('limit: 60s');
  const found = await readBundle(join(EXAMPLE, 'bundle'));
  const bundles = 'files' in found ? { bundle: found.files } : {};
  const config = text.replace('limit: 60s', 'limit: 15s');
  expect(await ask<Answer>({ command: 'apply', config, bundles })).toMatchObject({ kind: 'applied' });
}
