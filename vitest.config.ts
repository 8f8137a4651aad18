import { defineConfig } from 'vitest/config';
import { LongestFirst } from './test/longest-first.ts';

/** In bad weather all takes longer: `npm run weather` says how many times. */
const patience = Number(process.env.SLIPWAY_TEST_PATIENCE ?? 1);

/** On AWS a load balancer alone takes minutes: `test/conformance/target.ts` knows when it waits in vain. */
const HOUR_MS = 3_600_000;

export default defineConfig({
  test: {
    // Scenarios run whole clouds, and wait most of the time: four at a time keep a machine of two cores busy.
    maxWorkers: 4,
    sequence: { sequencer: LongestFirst },
    testTimeout: 120_000 * patience,
    // A hook sets a whole scene.
    hookTimeout: 240_000 * patience,
    setupFiles: 'test/held-to-models.ts',
    projects: [
      {
        extends: true,
        test: {
          name: 'parts',
          include: ['test/**/*.test.ts'],
          exclude: ['test/{scenarios,clients,conformance}/**'],
        },
      },
      {
        extends: true,
        test: {
          name: 'conformance',
          include: ['test/conformance/*.test.ts'],
          globalSetup: 'test/conformance/announce.ts',
          // A hook that is given up leaves what it had not deleted yet, and that costs.
          ...(process.env.TARGET === 'aws' ? { testTimeout: HOUR_MS, hookTimeout: HOUR_MS } : {}),
        },
      },
      {
        extends: true,
        test: {
          name: 'clients',
          include: ['test/clients/*.test.ts'],
          globalSetup: 'test/clients/find-clients.ts',
        },
      },
      {
        extends: true,
        test: {
          name: 'scenarios',
          include: ['test/scenarios/**/*.test.ts'],
          globalSetup: ['test/scenarios/package-once.ts', 'test/scenarios/permission-report.ts'],
        },
      },
    ],
  },
});
