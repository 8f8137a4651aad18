import type {
  RetrieveEnvironmentInfoMessage,
  RetrieveEnvironmentInfoResultMessage,
} from '@aws-sdk/client-elastic-beanstalk';
import type { Operation } from '../../gateway/service.ts';
import type { Context } from '../context.ts';

/** What the last requests have brought, of each instance. */
export const retrieveEnvironmentInfo =
  ({
    environments,
  }: Context): Operation<RetrieveEnvironmentInfoMessage, RetrieveEnvironmentInfoResultMessage> =>
  (input) => ({
    EnvironmentInfo: environments
      .get(input)
      .info.filter(({ InfoType }) => InfoType === input.InfoType)
      .map((info) => ({ ...info })),
  });
