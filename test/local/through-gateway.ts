import { createGateway } from '../../local/gateway/index.ts';
import type { Part } from '../../local/parts.ts';

/** Serves parts on a free port, and gives what an SDK client is configured with to use them. */
export async function throughGateway(...parts: readonly Part[]) {
  const gateway = await createGateway({
    services: parts.flatMap(({ service }) => (service ? [service] : [])),
    identities: { callerOf: () => ({ arn: 'arn:aws:iam::000000000000:root', accountId: '000000000000' }) },
  });
  const port = await gateway.listen(0);
  return {
    gateway,
    config: {
      endpoint: `http://127.0.0.1:${port}`,
      region: 'us-east-1',
      credentials: { accessKeyId: 'AKIALOCAL', secretAccessKey: 'local' },
      // A refused call is what a test wants to see, once.
      maxAttempts: 1,
    },
    /** @throws Error when an answer was against AWS's model */
    async close() {
      await gateway.close();
      if (gateway.violations.length > 0) throw new Error(gateway.violations.join('\n'));
    },
  };
}
