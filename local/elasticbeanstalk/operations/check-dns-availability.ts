import type {
  CheckDNSAvailabilityMessage,
  CheckDNSAvailabilityResultMessage,
} from '@aws-sdk/client-elastic-beanstalk';
import type { Operation } from '../../gateway/service.ts';
import type { Context } from '../context.ts';
import { cnameOf, isTaken } from '../environments/cname.ts';

export const checkDnsAvailability =
  (context: Context): Operation<CheckDNSAvailabilityMessage, CheckDNSAvailabilityResultMessage> =>
  async ({ CNAMEPrefix: prefix = '' }) => {
    const cname = await cnameOf(context, prefix);
    const available = !isTaken(context, cname);
    return { Available: available, ...(available ? { FullyQualifiedCNAME: cname } : {}) };
  };
