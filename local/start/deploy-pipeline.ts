import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  CloudFormationClient,
  CreateStackCommand,
  DescribeStackEventsCommand,
  DescribeStacksCommand,
  UpdateStackCommand,
  waitUntilStackCreateComplete,
  waitUntilStackUpdateComplete,
} from '@aws-sdk/client-cloudformation';
import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';

/** Longer than any stack takes here; what is wrong shows long before. In seconds. */
const STACK_LIMIT = 300;
/** Pauses between looks at a stack, in seconds: the SDK's own of 30 s suits AWS, not this. */
const PAUSE = { minDelay: 0.1, maxDelay: 0.5 };

const CAPABILITIES: ('CAPABILITY_IAM' | 'CAPABILITY_NAMED_IAM')[] = [
  'CAPABILITY_IAM',
  'CAPABILITY_NAMED_IAM',
];

/**
 * Deploys what `osls package` made, as `osls deploy` does: a stack with a bucket, the zips into it, the whole stack.
 * @param folder where the package is: `.serverless`
 * @param parameters of the stack
 * @returns the stack's outputs
 */
export async function deployPipeline(
  folder: string,
  stackName: string,
  parameters: Readonly<Record<string, string>>,
): Promise<Readonly<Record<string, string>>> {
  const cloudformation = new CloudFormationClient({});
  const s3 = new S3Client({ forcePathStyle: true });
  const read = (name: string) => readFile(join(folder, name), 'utf8');
  const first = { TemplateBody: await read('cloudformation-template-create-stack.json') };
  const { ServerlessDeploymentBucketName: Bucket } = await deployStack(cloudformation, stackName, first, {});
  if (Bucket === undefined) throw new Error(`the stack ${stackName} has no deployment bucket`);
  const template = await read('cloudformation-template-update-stack.json');
  const put = (Key: string, Body: Buffer | string) => s3.send(new PutObjectCommand({ Bucket, Key, Body }));
  for (const file of (await readdir(folder)).filter((name) => name.endsWith('.zip'))) {
    await put(keyOf(template, file), await readFile(join(folder, file)));
  }
  // It is larger than what CloudFormation takes in a request (51,200 bytes).
  await put('template.json', template);
  const whole = { TemplateURL: `${process.env.AWS_ENDPOINT_URL}/${Bucket}/template.json` };
  return deployStack(cloudformation, stackName, whole, parameters);
}

/**
 * Creates a stack, or updates it where it is there. Its outputs.
 * @throws Error with the reasons that CloudFormation gives
 */
export async function deployStack(
  cloudformation: CloudFormationClient,
  StackName: string,
  template: { readonly TemplateBody: string } | { readonly TemplateURL: string },
  parameters: Readonly<Record<string, string>>,
): Promise<Readonly<Record<string, string>>> {
  const Parameters = Object.entries(parameters).map(([ParameterKey, ParameterValue]) => ({
    ParameterKey,
    ParameterValue,
  }));
  const stack = { StackName, ...template, Parameters, Capabilities: CAPABILITIES };
  const waiter = { client: cloudformation, maxWaitTime: STACK_LIMIT, ...PAUSE };
  try {
    if ((await outputsOf(cloudformation, StackName)) === undefined) {
      await cloudformation.send(new CreateStackCommand(stack));
      await waitUntilStackCreateComplete(waiter, { StackName });
    } else {
      await cloudformation.send(new UpdateStackCommand(stack));
      await waitUntilStackUpdateComplete(waiter, { StackName });
    }
  } catch (cause) {
    const reasons = await failuresOf(cloudformation, StackName);
    throw reasons === ''
      ? cause
      : new Error(`the stack ${StackName} could not be deployed:\n${reasons}`, { cause });
  }
  return (await outputsOf(cloudformation, StackName)) ?? {};
}

async function failuresOf(cloudformation: CloudFormationClient, StackName: string): Promise<string> {
  const { StackEvents = [] } = await cloudformation.send(new DescribeStackEventsCommand({ StackName }));
  return StackEvents.filter(({ ResourceStatus }) => ResourceStatus?.endsWith('_FAILED'))
    .map(
      ({ LogicalResourceId, ResourceType, ResourceStatusReason }) =>
        `  ${LogicalResourceId} (${ResourceType}): ${ResourceStatusReason}`,
    )
    .join('\n');
}

async function outputsOf(
  cloudformation: CloudFormationClient,
  StackName: string,
): Promise<Record<string, string> | undefined> {
  try {
    const { Stacks } = await cloudformation.send(new DescribeStacksCommand({ StackName }));
    const outputs = Stacks?.[0]?.Outputs ?? [];
    return Object.fromEntries(
      outputs.map(({ OutputKey = '', OutputValue = '' }) => [OutputKey, OutputValue]),
    );
  } catch (error) {
    // CloudFormation has no error class for a stack that is not there.
    if (error instanceof Error && /does not exist/.test(error.message)) return undefined;
    throw error;
  }
}

/** Where the template looks for a zip: osls puts the time of packaging into the key. */
function keyOf(template: string, file: string): string {
  const key = new RegExp(`"S3Key": "([^"]*/${file.replace('.', '\\.')})"`).exec(template)?.[1];
  if (key === undefined) throw new Error(`no function of the template uses ${file}: package again`);
  return key;
}
