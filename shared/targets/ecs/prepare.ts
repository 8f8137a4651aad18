import type { Release } from '../../deployment/model.ts';
import { draft } from './draft.ts';
import { register } from './register.ts';
import type { EcsService } from './target.ts';

/** Registers the release's task definition; the same one again where that was done already. */
export async function prepare(service: EcsService, release: Release, deployment: string): Promise<string> {
  const { live, rewritten } = await draft(service, release);
  if (!rewritten.changed) return live;
  return register(service, rewritten.definition, rewritten.fingerprint, deployment);
}
