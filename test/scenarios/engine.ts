import { relative } from 'node:path';
import { expect } from 'vitest';

type Engine = 'auto' | 'docker' | 'process';

/**
 * Scenarios of what images and containers do: they run in containers where a Docker engine answers. All others are about
 * what Slipway decides, to which it is the same, and run as plain processes, which start in a tenth of the time. What both
 * engines have to do alike is held by test/local/containers/engines.test.ts.
 */
const OF_CONTAINERS = ['beanstalk/live', 'diagnosis', 'faults', 'health', 'live', 'services', 'tasks'];

/**
 * What runs the containers of the scenario under way.
 * `SLIPWAY_TEST_ENGINE` chooses one for all of them: `docker`, `process`, or `auto` for what is there.
 */
export function engineForThis(): Engine {
  const wanted = process.env.SLIPWAY_TEST_ENGINE;
  if (wanted === undefined) return OF_CONTAINERS.includes(scenarioUnderWay()) ? 'auto' : 'process';
  if (wanted === 'auto' || wanted === 'docker' || wanted === 'process') return wanted;
  throw new Error(`SLIPWAY_TEST_ENGINE must be auto, docker or process, not ${wanted}`);
}

function scenarioUnderWay(): string {
  return relative(import.meta.dirname, expect.getState().testPath ?? '').replace(/\.test\.ts$/, '');
}
