import type { SwapEnvironmentCNAMEsMessage } from '@aws-sdk/client-elastic-beanstalk';
import type { Operation } from '../../gateway/service.ts';
import type { Context } from '../context.ts';
import { invalid } from '../refuse.ts';
import { swapNames } from '../updates/swap-names.ts';

export const swapEnvironmentCnames =
  (context: Context): Operation<SwapEnvironmentCNAMEsMessage, Record<string, never>> =>
  (input, { requestId }) => {
    const source = context.environments.ready({
      EnvironmentId: input.SourceEnvironmentId,
      EnvironmentName: input.SourceEnvironmentName,
    });
    const destination = context.environments.ready({
      EnvironmentId: input.DestinationEnvironmentId,
      EnvironmentName: input.DestinationEnvironmentName,
    });
    if (source === destination)
      throw invalid('The source and the destination environment must not be the same.');
    swapNames(context, source, destination, requestId);
    return {};
  };
