import type { Revisions } from '../../../shared/targets/ecs/register.ts';

/** The memory of registered revisions, for one deployment at a time. */
export function revisionsInMemory(): Revisions {
  const arns = new Map<string, string>();
  const taken = new Set<string>();
  return {
    async take(fingerprint) {
      const arn = arns.get(fingerprint);
      if (arn !== undefined) return { kind: 'registered', arn };
      const again = taken.has(fingerprint);
      taken.add(fingerprint);
      return { kind: 'yours', again };
    },
    async registered(fingerprint, arn) {
      arns.set(fingerprint, arn);
    },
    async giveBack() {},
    async forget(fingerprint) {
      arns.delete(fingerprint);
    },
  };
}
