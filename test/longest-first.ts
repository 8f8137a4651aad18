import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** Files that take the longest, the longest first: begun last, one of them would run alone at the end. */
const LONG = [
  'scenarios/endings/beanstalk',
  'scenarios/beanstalk/policies',
  'scenarios/endings/outside',
  'scenarios/beanstalk/live',
  'scenarios/faults',
  'scenarios/endings/meddling',
  'scenarios/endings/hook',
  'scenarios/killed',
  'scenarios/turns',
  'local/runs/killed',
  'local/elasticbeanstalk/policies',
  'clients/docker',
  'clients/aws-cli',
  'scenarios/services',
  'scenarios/many',
  'scenarios/endings/rolling',
  'scenarios/endings/traffic',
  'scenarios/beanstalk/pushes',
  'scenarios/lost',
  'scenarios/health',
  'scenarios/live',
  'scenarios/endings/health',
  'scenarios/time',
  'clients/eb-cli',
  'scenarios/order',
  'scenarios/reconcile',
  'scenarios/diagnosis',
  'scenarios/commands',
  'shared/targets/contract/contract',
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
