import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** Files that take the longest, the longest first: begun last, one of them would run alone at the end. */
const LONG = [
  'scenarios/endings/beanstalk',
  'scenarios/beanstalk/policies',
  'scenarios/endings/outside',
  'scenarios/endings/meddling',
  'scenarios/killed',
  'scenarios/many',
  'scenarios/turns',
  'clients/docker',
  'scenarios/endings/traffic',
  'scenarios/endings/rolling',
  'scenarios/endings/hook',
  'local/runs/killed',
  'scenarios/faults',
  'scenarios/beanstalk/live',
  'scenarios/order',
  'scenarios/endings/health',
];

/** What is short goes last: then all workers end at about the same time. */
const PROJECTS = ['scenarios', 'clients', 'conformance', 'parts'];

/** Puts the files into an order that holds on a clean clone too, where vitest does not know yet how long each takes. */
export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    return [...files].sort((a, b) => placeOf(a) - placeOf(b));
  }
}

function placeOf({ moduleId, project }: TestSpecification): number {
  const place = LONG.findIndex((name) => moduleId.endsWith(`test/${name}.test.ts`));
  return place >= 0 ? place : LONG.length + PROJECTS.indexOf(project.name);
}
