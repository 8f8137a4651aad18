import type {
  DescribePlatformVersionRequest,
  DescribePlatformVersionResult,
} from '@aws-sdk/client-elastic-beanstalk';
import type { Operation } from '../../gateway/service.ts';
import type { Context } from '../context.ts';
import { platformOf } from '../platforms.ts';
import { missing } from '../refuse.ts';

export const describePlatformVersion =
  ({ account }: Context): Operation<DescribePlatformVersionRequest, DescribePlatformVersionResult> =>
  ({ PlatformArn: arn }) => {
    if (arn === undefined) throw missing('You must specify a platform ARN.');
    const platform = platformOf(account, { PlatformArn: arn });
    const [, branch = '', version = ''] = /platform\/(.*)\/([\d.]+)$/.exec(platform.arn) ?? [];
    return {
      PlatformDescription: {
        PlatformArn: platform.arn,
        PlatformOwner: 'AWSElasticBeanstalk',
        PlatformName: branch,
        PlatformVersion: version,
        SolutionStackName: platform.stack,
        PlatformStatus: 'Ready',
        PlatformCategory: 'Docker',
        OperatingSystemName: 'Amazon Linux',
        SupportedTierList: ['WebServer/Standard'],
        PlatformLifecycleState: 'Recommended',
        PlatformBranchName: branch,
        PlatformBranchLifecycleState: 'Supported',
      },
    };
  };
