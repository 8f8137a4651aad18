import { expect, it } from 'vitest';
import { loadModel } from '../../../local/gateway/model.ts';
import { refusal } from '../../../local/gateway/refusal.ts';
import { violations } from '../../../local/gateway/validate.ts';

// What AWS says of a request that breaks its model, word for word as it was seen:
// elb: https://github.com/kubernetes-sigs/aws-load-balancer-controller/issues/4014
// sts: https://github.com/aws/aws-sdk-java-v2/issues/6129
// ecs: https://github.com/aws/aws-cdk-cli/pull/973
async function said(client: string, operation: string, input: object): Promise<string> {
  const model = await loadModel(client);
  const { code, message } = refusal(
    model,
    violations(model, model.operations.get(operation)?.input ?? 0, input, 'wire'),
  );
  return `${code}: ${message}`;
}

it('names the member, its value and the rule', async () => {
  expect(await said('elastic-load-balancing-v2', 'CreateTargetGroup', { Name: 'web', Port: 0 })).toBe(
    "ValidationError: 1 validation error detected: Value '0' at 'port' failed to satisfy constraint: Member must have value greater than or equal to 1",
  );
});

it('lists all that is wrong in one message', async () => {
  expect(await said('sts', 'AssumeRole', { RoleArn: 'arn:aws:iam::123456' })).toBe(
    "ValidationError: 2 validation errors detected: Value 'arn:aws:iam::123456' at 'roleArn' failed to satisfy constraint: Member must have length greater than or equal to 20; Value null at 'roleSessionName' failed to satisfy constraint: Member must not be null",
  );
});

it('leads into lists, and lists all rules for what is in one', async () => {
  const containerDefinitions = [{}, { dependsOn: [{ containerName: 'a', condition: 'SOON' }] }];
  expect(await said('ecs', 'RegisterTaskDefinition', { family: 'web', containerDefinitions })).toBe(
    "InvalidParameterException: 1 validation error detected: Value 'SOON' at 'containerDefinitions.2.member.dependsOn.1.member.condition' failed to satisfy constraint: Member must satisfy enum value set: [START, COMPLETE, SUCCESS, HEALTHY]",
  );
  expect(await said('ecs', 'DescribeServices', { services: [], include: ['TAGS', 'SOUP'] })).toBe(
    "InvalidParameterException: 1 validation error detected: Value '[TAGS, SOUP]' at 'include' failed to satisfy constraint: Member must satisfy constraint: [Member must satisfy enum value set: [TAGS]]",
  );
});

it('tells no secret', async () => {
  const message = await said('sts', 'AssumeRole', { SourceIdentity: 'x', ExternalId: 'a' });
  expect(message).toContain("Value 'a' at 'externalId'");
  const secret = await said('lambda', 'UpdateFunctionConfiguration', {
    FunctionName: 'web',
    Environment: { Variables: { '': 7 } },
  });
  expect(secret).not.toContain("'7'");
});

it('says what could not be read, and where, before anything else', async () => {
  expect(await said('ecs', 'UpdateService', { service: 'web', desiredCount: '2', colour: 'red' })).toBe(
    "SerializationException: STRING_VALUE cannot be converted to Number (at 'desiredCount'); unknown member colour of UpdateServiceRequest: AWS ignores it, the local cloud does not",
  );
});

it('says it as ECR does', async () => {
  expect(await said('ecr', 'CreateRepository', { repositoryName: 'A' })).toMatch(
    /^InvalidParameterException: Invalid parameter at 'repositoryName' failed to satisfy constraint: 'must have length greater than or equal to 2'$/,
  );
});
