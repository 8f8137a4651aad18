import type { ResourceProviders } from '../cloudformation/provider.ts';
import type { Context } from './context.ts';
import { repositoryResource } from './resources/repository.ts';

export const ecrResources = (context: Context): ResourceProviders => ({
  'AWS::ECR::Repository': repositoryResource(context),
});
