import type { DeploymentRecord } from '../../shared/deployment/commands.ts';

export const requestedAt = Date.UTC(2026, 10, 21, 7, 30);
/** A deployment under way. */
export const record: DeploymentRecord = {
  deployment: {
    id: 'web-prod-1',
    pipeline: 'web',
    stage: {
      name: 'prod',
      target: { kind: 'ecs', cluster: 'web', service: 'web' },
      health: {
        path: '/',
        status: [200],
        consecutive: 1,
        intervalSeconds: 1,
        timeoutSeconds: 1,
        limitSeconds: 5,
        bakeSeconds: 0,
      },
      rolloutLimitSeconds: 60,
    },
    target: 'ecs:us-east-1:web/web',
    kind: 'deploy',
    release: {
      repository: 'web',
      image: 'registry.example/web@sha256:00',
      digest: 'sha256:00',
      commit: '3f9d1c07a4b25e86d1f0c9b8a7e6d5c4b3a29180',
    },
    order: 1,
    requestedBy: 'cli',
    requestedAt,
    configVersion: 1,
  },
  trail: [{ step: 'prepared', at: requestedAt + 1000, detail: 'web:4' }],
};
