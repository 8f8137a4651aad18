import { afterEach, expect, it } from 'vitest';
import { Clock } from '../../../local/clock.ts';
import { watchContainerHealth } from '../../../local/ecs/tasks/container-health.ts';

const over = new AbortController();
afterEach(() => over.abort());

it("finds a container healthy when AWS's time has passed, not while that is held", async () => {
  const clock = new Clock();
  clock.hold();
  const said: string[] = [];
  let checks = 0;
  void watchContainerHealth({
    container: {
      id: 'one',
      endpoints: new Map(),
      exited: Promise.withResolvers<{ code: number }>().promise,
      stop: async () => ({ code: 0 }),
      async exec() {
        checks++;
        return 0;
      },
    },
    definition: { name: 'app', healthCheck: { command: ['CMD', 'true'] } },
    clock,
    signal: over.signal,
    become: (status) => said.push(status),
  });
  await expect.poll(() => checks, { timeout: 10_000 }).toBeGreaterThan(1);
  expect(said).toEqual([]);
  await clock.move(5);
  await expect.poll(() => said, { timeout: 10_000 }).toEqual(['HEALTHY']);
});
