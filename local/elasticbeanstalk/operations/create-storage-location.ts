import type { CreateStorageLocationResultMessage } from '@aws-sdk/client-elastic-beanstalk';
import type { Operation } from '../../gateway/service.ts';
import { storageBucket } from '../arns.ts';
import type { Context } from '../context.ts';

/** The account's bucket in the region; the one that is there, where there is one. */
export const createStorageLocation =
  ({ account, objects }: Context): Operation<Record<string, never>, CreateStorageLocationResultMessage> =>
  () => {
    const bucket = storageBucket(account);
    objects.ensure(bucket);
    return { S3Bucket: bucket };
  };
