import { randomBytes } from 'node:crypto';
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import type { TestProject } from 'vitest/node';
import { awsSettings, checkAccount } from './aws-settings.ts';
import { INTERRUPTED_LOG } from './interruption.ts';
import { RUNS } from './run.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** What the names of this run begin with. */
    conformanceRun: string;
    /** That of AWS; nothing at home. */
    conformanceAccount: string;
  }
}

/** Before anything is made: is this AWS, and by what is found again what a run leaves that is killed? */
export default async function announce(project: TestProject): Promise<void> {
  const prefix = `${RUNS}${randomBytes(3).toString('hex')}`;
  project.provide('conformanceRun', prefix);
  project.provide('conformanceAccount', '');
  if (process.env.TARGET !== 'aws') return;
  const { region } = awsSettings(process.env);
  const { Account } = await new STSClient({}).send(new GetCallerIdentityCommand({}));
  project.provide('conformanceAccount', checkAccount(Account));
  console.log(
    `conformance: account ${Account}, ${region}. All names begin with ${prefix}. What is left after a kill is removed by\n` +
      `  npm run conformance:clean -- --prefix ${prefix} --yes\n` +
      `After Ctrl-C the same goes on by itself: ${INTERRUPTED_LOG}\n`,
  );
}
