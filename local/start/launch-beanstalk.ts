import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { DescribeEnvironmentsCommand, ElasticBeanstalkClient } from '@aws-sdk/client-elastic-beanstalk';
import { deployStack } from './deploy-pipeline.ts';
import { run } from './run.ts';

const PROJECT = join(import.meta.dirname, '../..');
const TEMPLATE = join(PROJECT, 'stacks/web-beanstalk.yml');
const STACK = 'slipway-sample-beanstalk';

export const APPLICATION = 'slipway-sample';

/** The environment of examples/web-beanstalk, as stacks/web-beanstalk.yml makes it. */
export const ENVIRONMENT = 'slipway-sample-prod';

/**
 * Launches the environment of the sample app's second stage, with the sample application of Elastic Beanstalk in it.
 * @returns its address
 */
export async function launchBeanstalk(parameters: Readonly<Record<string, string>>): Promise<string> {
  const template = { TemplateBody: await readFile(TEMPLATE, 'utf8') };
  await deployStack(new CloudFormationClient({}), STACK, template, parameters);
  const { Environments } = await new ElasticBeanstalkClient({}).send(
    new DescribeEnvironmentsCommand({ EnvironmentNames: [ENVIRONMENT] }),
  );
  return `http://${Environments?.[0]?.CNAME}`;
}

/** Applies the slipway.yml of examples/web-beanstalk with its bundle, as a person would: by the command. */
export async function applyBothStages(environment: Readonly<Record<string, string>>): Promise<void> {
  await run(process.execPath, ['cli/bin.mjs', 'apply', 'examples/web-beanstalk/slipway.yml'], {
    cwd: PROJECT,
    env: { ...process.env, ...environment },
  });
}
