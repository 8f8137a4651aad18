import type { Clock } from '../clock.ts';
import type { Account, BucketStore, Part, Refuses } from '../parts.ts';
import { Buckets } from './buckets.ts';
import { expectingOwner } from './expected-owner.ts';
import { operationsOf } from './operations/index.ts';
import { s3Resources } from './resources.ts';

/** S3, by path style: buckets and whole objects, for what deployments upload. No versions, no multipart uploads. */
export function createS3({
  account,
  clock,
  refuses = () => undefined,
}: {
  account: Account;
  clock: Clock;
  /** Everybody may do all where it is not given. */
  refuses?: Refuses;
}): Part & {
  readonly objects: BucketStore;
} {
  const buckets = new Buckets(account, clock);
  const context = { account, buckets, refuses };
  return {
    objects: buckets,
    service: { client: 's3', operations: expectingOwner(context, operationsOf(context)) },
    resources: s3Resources(context),
    policyOf(arn) {
      const [, name = ''] = /^arn:aws:s3:::([^/]+)/.exec(arn) ?? [];
      return buckets.find(name)?.policy;
    },
    async close() {
      buckets.close();
    },
  };
}
