import type { ListAvailableSolutionStacksResultMessage } from '@aws-sdk/client-elastic-beanstalk';
import type { Operation } from '../../gateway/service.ts';
import { solutionStacks } from '../platforms.ts';

export const listAvailableSolutionStacks =
  (): Operation<Record<string, never>, ListAvailableSolutionStacksResultMessage> => () => ({
    SolutionStacks: solutionStacks(),
    SolutionStackDetails: solutionStacks().map((stack) => ({
      SolutionStackName: stack,
      PermittedFileTypes: ['zip'],
    })),
  });
