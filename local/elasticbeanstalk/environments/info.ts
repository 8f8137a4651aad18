import type { EnvironmentInfoType } from '@aws-sdk/client-elastic-beanstalk';
import { strToU8, zipSync } from 'fflate';
import { storageBucket } from '../arns.ts';
import type { Context } from '../context.ts';
import type { Instance } from '../instances/instance.ts';
import type { Environment } from './environment.ts';

/** Seconds until the logs of instances lie in S3. AWS names no number. */
const PULLING = 3;
/** Seconds for which they lie there ("Viewing logs": tail logs are removed after 15 minutes). */
const KEPT = 15 * 60;

/** Puts the last lines of each instance's logs into S3, and tells where. Returns at once. */
export function pullLogs(
  context: Context,
  environment: Environment,
  type: EnvironmentInfoType,
  requestId: string,
): void {
  const { clock, objects, account } = context;
  const bucket = storageBucket(account);
  environment.tell('requestEnvironmentInfo is starting.', 'INFO', requestId);
  clock.after(PULLING, () => {
    if (environment.ending.signal.aborted) return;
    objects.ensure(bucket);
    for (const instance of environment.living) {
      const { key, body } = fileOf(environment, instance, type, clock.now());
      objects.put(bucket, key, body, { ContentType: type === 'tail' ? 'text/plain' : 'application/zip' });
      environment.info = [
        ...environment.info.filter((one) => one.InfoType !== type || one.Ec2InstanceId !== instance.id),
        {
          InfoType: type,
          Ec2InstanceId: instance.id,
          SampleTimestamp: clock.date(),
          Message: addressOf(context, bucket, key),
        },
      ];
      const what = type === 'tail' ? 'tailing' : 'bundling';
      environment.tell(
        `[Instance: ${instance.id}] Successfully finished ${what} ${instance.log.count} log(s)`,
        'INFO',
        requestId,
      );
      if (type === 'tail') clock.after(KEPT, () => objects.exists(bucket) && objects.remove(bucket, key));
    }
    environment.tell('Pulled logs for environment instances.', 'INFO', requestId);
  });
}

function fileOf(environment: Environment, { id, log }: Instance, type: EnvironmentInfoType, now: number) {
  const folder = `resources/environments/logs/${type}/${environment.id}/${id}`;
  return type === 'tail'
    ? { key: `${folder}/TailLogs-${now}.out`, body: Buffer.from(log.text) }
    : { key: `${folder}/BundleLogs-${now}.zip`, body: zipSync({ 'tail.log': strToU8(log.text) }) };
}

/** An address that anybody can read the object at, as a signed one on AWS. */
function addressOf({ account, clock }: Context, bucket: string, key: string): string {
  const day = clock
    .date()
    .toISOString()
    .replace(/[-:]|\.\d+/g, '');
  const query = new URLSearchParams({
    'X-Amz-Algorithm': 'AWS4-HMAC-SHA256',
    'X-Amz-Credential': `AKIALOCALCLOUDOWNER0/${day.slice(0, 8)}/${account.region}/s3/aws4_request`,
    'X-Amz-Date': day,
    'X-Amz-Expires': '86400',
    'X-Amz-SignedHeaders': 'host',
    'X-Amz-Signature': '0'.repeat(64),
  });
  return `${account.endpoint}/${bucket}/${key}?${query}`;
}
