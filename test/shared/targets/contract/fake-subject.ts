import { FakeWorld } from '../../deployment/fake-world.ts';
import { KINDS, kindOf, releaseOf, type Subject } from './subject.ts';

/** The fake that the workflow's own tests roll on: what is proved there holds only as far as it is like the others. */
export async function fakeSubject(): Promise<Subject> {
  const world = new FakeWorld({ 'rev-3': 'taken-back' });
  world.rollouts.push({ id: 'rollout-0', revision: 'rev-0', looks: 2, stopped: false });
  for (const [index, kind] of KINDS.entries()) world.digests.set(`rev-${index}`, releaseOf(kind).digest);
  return {
    target: world.target,
    missing: {
      ...world.target,
      inspect: async () => ({ kind: 'refused', reason: 'There is no such target.' }),
    },
    of: releaseOf,
    hold: () => undefined,
    release: () => undefined,
    async runs() {
      const kind = KINDS.find((one) => releaseOf(one).digest === world.digests.get(world.running));
      return [kindOf(kind ?? 'none')];
    },
    rollouts: async () => world.rollouts.length,
    close: async () => undefined,
  };
}
