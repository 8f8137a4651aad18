import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    // Scenarios run whole clouds: two at a time are enough for a small machine.
    maxWorkers: 2,
    testTimeout: 120_000,
    hookTimeout: 120_000,
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
        test: { name: 'conformance', include: ['test/conformance/*.test.ts'] },
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
