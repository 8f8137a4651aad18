import type { Cloud } from '../../../../local/cloud.ts';
import type { SdkClient } from '../sdk-clients.ts';
import { arn, type Maker, senderTo, three, times, until } from './maker.ts';

const each = <T>(make: (name: string) => [string, T]) => Object.fromEntries(three.map(make));

const POLICY = { Statement: [{ Effect: 'Allow', Action: 's3:GetObject', Resource: '*' }] };

/** What only CloudFormation makes here: three of each. */
const TEMPLATE = {
  Resources: {
    Role: {
      Type: 'AWS::IAM::Role',
      Properties: {
        RoleName: 'several',
        AssumeRolePolicyDocument: {
          Statement: [
            {
              Effect: 'Allow',
              Principal: {
                Service: ['lambda.amazonaws.com', 'codebuild.amazonaws.com', 'scheduler.amazonaws.com'],
              },
              Action: 'sts:AssumeRole',
            },
          ],
        },
        ManagedPolicyArns: three.map((name) => ({ Ref: `managed${name}` })),
        Policies: three.map((PolicyName) => ({ PolicyName, PolicyDocument: POLICY })),
      },
    },
    Api: { Type: 'AWS::ApiGatewayV2::Api', Properties: { Name: 'api', ProtocolType: 'HTTP' } },
    ...each((name) => [
      `managed${name}`,
      {
        Type: 'AWS::IAM::ManagedPolicy',
        Properties: { ManagedPolicyName: `managed-${name}`, PolicyDocument: POLICY },
      },
    ]),
    ...each((name) => [
      `api${name}`,
      { Type: 'AWS::ApiGatewayV2::Api', Properties: { Name: name, ProtocolType: 'HTTP' } },
    ]),
    ...each((name) => [
      `integration${name}`,
      {
        Type: 'AWS::ApiGatewayV2::Integration',
        Properties: {
          ApiId: { Ref: 'Api' },
          IntegrationType: 'AWS_PROXY',
          IntegrationUri: arn('lambda', `function:${name}`),
          PayloadFormatVersion: '2.0',
        },
      },
    ]),
    ...each((name) => [
      `route${name}`,
      {
        Type: 'AWS::ApiGatewayV2::Route',
        Properties: {
          ApiId: { Ref: 'Api' },
          RouteKey: `GET /${name}`,
          Target: { 'Fn::Join': ['/', ['integrations', { Ref: `integration${name}` }]] },
        },
      },
    ]),
  },
  Outputs: {
    Api: { Value: { Ref: 'Api' } },
    ...each((name) => [`export${name}`, { Value: name, Export: { Name: `several-${name}` } }]),
  },
};

const parameters = (prefix: string) =>
  JSON.stringify({
    Resources: each((name) => [
      name,
      {
        Type: 'AWS::SSM::Parameter',
        Properties: { Name: `/${prefix}/${name}`, Type: 'String', Value: name },
      },
    ]),
  });

const createBy = (send: SdkClient['send']) => async (StackName: string, TemplateBody: string) => {
  await send('CreateStack', { StackName, TemplateBody, Capabilities: ['CAPABILITY_NAMED_IAM'] });
  await until(async () => {
    const { Stacks } = await send('DescribeStacks', { StackName });
    const { StackStatus, StackStatusReason } = (Stacks as Record<string, string>[])[0] ?? {};
    if (/ROLLBACK|FAILED/.test(StackStatus ?? '')) throw new Error(`${StackName}: ${StackStatusReason}`);
    return StackStatus === 'CREATE_COMPLETE';
  });
};

/** The stack that the others build on; it has the role `several`. */
export const cloudformation: Maker = async (send) => {
  const create = createBy(send);
  await create('several', JSON.stringify(TEMPLATE));
  await create('second', parameters('second'));
  const changeSet = { StackName: 'third', ChangeSetName: 'planned' };
  await send('CreateChangeSet', {
    ...changeSet,
    ChangeSetType: 'CREATE',
    TemplateBody: parameters('third'),
  });
  await create('fourth', parameters('fourth'));
  await until(async () => (await send('DescribeChangeSet', changeSet)).Status === 'CREATE_COMPLETE');
  return {
    DescribeChangeSet: changeSet,
    DescribeStackEvents: { StackName: 'several' },
    DescribeStacks: {},
    ListExports: {},
    ListStackResources: { StackName: 'several' },
    ListStacks: {},
  };
};

export const iam: Maker = async (send) => {
  for (const RoleName of three)
    await send('CreateRole', {
      RoleName,
      AssumeRolePolicyDocument: JSON.stringify(TEMPLATE.Resources.Role.Properties.AssumeRolePolicyDocument),
    });
  await times((InstanceProfileName) => send('CreateInstanceProfile', { InstanceProfileName }));
  return {
    ListAttachedRolePolicies: { RoleName: 'several' },
    ListInstanceProfiles: {},
    ListRolePolicies: { RoleName: 'several' },
    ListRoles: {},
    SimulatePrincipalPolicy: {
      PolicySourceArn: 'arn:aws:iam::000000000000:role/several',
      ActionNames: three.map((name) => `sqs:${name}`),
    },
  };
};

/** More than twice the five that are the least of a page. */
const ELEVEN = Array.from({ length: 11 }, (_, index) => index);

export const ec2: Maker = async (_, cloud) => {
  const VpcId = { Ref: 'Vpc' };
  const Resources = {
    Vpc: { Type: 'AWS::EC2::VPC', Properties: { CidrBlock: '10.0.0.0/16' } },
    ...Object.fromEntries(
      ELEVEN.flatMap((index) => [
        [
          `subnet${index}`,
          { Type: 'AWS::EC2::Subnet', Properties: { VpcId, CidrBlock: `10.0.${index}.0/24` } },
        ],
        [
          `group${index}`,
          { Type: 'AWS::EC2::SecurityGroup', Properties: { VpcId, GroupDescription: `group ${index}` } },
        ],
      ]),
    ),
  };
  const create = createBy(await senderTo(cloud, 'cloudformation'));
  await create('network', JSON.stringify({ Resources }));
  return { DescribeSecurityGroups: {}, DescribeSubnets: {} };
};

export const apigatewayv2: Maker = async (_, cloud) => {
  const ApiId = await outputOf(cloud, 'Api');
  return { GetApis: {}, GetIntegrations: { ApiId }, GetRoutes: { ApiId } };
};

async function outputOf(cloud: Cloud, key: string): Promise<string> {
  const send = await senderTo(cloud, 'cloudformation');
  const { Stacks } = await send('DescribeStacks', { StackName: 'several' });
  const [{ Outputs = [] } = {}] = Stacks as { Outputs?: { OutputKey: string; OutputValue: string }[] }[];
  return Outputs.find(({ OutputKey }) => OutputKey === key)?.OutputValue ?? '';
}
