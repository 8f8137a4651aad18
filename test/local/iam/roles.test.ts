import {
  AttachRolePolicyCommand,
  CreateRoleCommand,
  DeleteConflictException,
  DeleteRoleCommand,
  GetRolePolicyCommand,
  IAMClient,
  ListAttachedRolePoliciesCommand,
  ListRolesCommand,
  MalformedPolicyDocumentException,
  NoSuchEntityException,
  PutRolePolicyCommand,
} from '@aws-sdk/client-iam';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { Clock } from '../../../local/clock.ts';
import type { Properties } from '../../../local/cloudformation/provider.ts';
import { createIam } from '../../../local/iam/index.ts';
import { authorize } from '../../../local/iam/policy/authorize.ts';
import { throughGateway } from '../through-gateway.ts';

const account = { id: '000000000000', region: 'us-east-1', endpoint: 'http://127.0.0.1:1', folder: '' };
const iam = createIam({ account, clock: new Clock() });
const trust = (Principal: object, more: object = {}) => ({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal, Action: 'sts:AssumeRole', ...more }],
});
const LAMBDA = trust({ Service: 'lambda.amazonaws.com' });
const READ = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: 'ecs:List*', Resource: '*' }] };

let client: IAMClient;
let close: () => Promise<void>;
beforeAll(async () => {
  const served = await throughGateway(iam);
  client = new IAMClient(served.config);
  close = served.close;
});
afterAll(() => close());

describe('roles by the API', () => {
  it('keeps their policies, and a role only goes without them', async () => {
    const RoleName = 'api';
    const AssumeRolePolicyDocument = JSON.stringify(LAMBDA);
    await client.send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument, Path: '/app/' }));
    const policy = { RoleName, PolicyName: 'read' };
    await client.send(new PutRolePolicyCommand({ ...policy, PolicyDocument: JSON.stringify(READ) }));
    const { PolicyDocument = '' } = await client.send(new GetRolePolicyCommand(policy));
    expect(JSON.parse(decodeURIComponent(PolicyDocument))).toEqual(READ);
    const PolicyArn = 'arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole';
    await client.send(new AttachRolePolicyCommand({ RoleName, PolicyArn }));
    const { AttachedPolicies } = await client.send(new ListAttachedRolePoliciesCommand({ RoleName }));
    expect(AttachedPolicies).toEqual([{ PolicyArn, PolicyName: 'AWSLambdaBasicExecutionRole' }]);
    const { Roles } = await client.send(new ListRolesCommand({ PathPrefix: '/app/' }));
    expect(Roles?.map(({ Arn }) => Arn)).toEqual(['arn:aws:iam::000000000000:role/app/api']);
    const refused = client.send(new DeleteRoleCommand({ RoleName }));
    await expect(refused).rejects.toBeInstanceOf(DeleteConflictException);
  });

  it('says which documents and policies it does not know', async () => {
    const RoleName = 'unsure';
    const bad = client.send(
      new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument: '{"Statement": 1}' }),
    );
    await expect(bad).rejects.toBeInstanceOf(MalformedPolicyDocumentException);
    await client.send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument: JSON.stringify(LAMBDA) }));
    const PolicyArn = 'arn:aws:iam::aws:policy/ReadOnlyAccess';
    const unknown = client.send(new AttachRolePolicyCommand({ RoleName, PolicyArn }));
    await expect(unknown).rejects.toBeInstanceOf(NoSuchEntityException);
    await expect(unknown).rejects.toThrow("does not know what AWS's policy");
  });
});

describe('policies that are too long', () => {
  const sized = (size: number) => {
    const document = (Sid: string) => JSON.stringify({ ...READ, Statement: [{ ...READ.Statement[0], Sid }] });
    return document('s'.repeat(size - document('').length));
  };
  const tooLong = (message: string) => ({
    name: 'LimitExceededException',
    message,
    $metadata: { httpStatusCode: 409 },
  });

  it('are refused as IAM counts them: the inline ones of a role together, without white space', async () => {
    const RoleName = 'long';
    const AssumeRolePolicyDocument = JSON.stringify(LAMBDA);
    await client.send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument }));
    const put = (PolicyName: string, PolicyDocument: string) =>
      client.send(new PutRolePolicyCommand({ RoleName, PolicyName, PolicyDocument }));
    await put('a', sized(10_000));
    await expect(put('b', sized(241))).rejects.toMatchObject(
      tooLong('Maximum policy size of 10240 bytes exceeded for role long'),
    );
    await put('b', JSON.stringify(JSON.parse(sized(240)), undefined, 40));
    await put('a', sized(9_000));
  });

  it('are refused as the trust of a role too', async () => {
    const long = trust({ Service: 'lambda.amazonaws.com' }, { Sid: 's'.repeat(2_048) });
    const made = client.send(
      new CreateRoleCommand({ RoleName: 'trusting', AssumeRolePolicyDocument: JSON.stringify(long) }),
    );
    await expect(made).rejects.toMatchObject(tooLong('Cannot exceed quota for ACLSizePerRole: 2048'));
  });
});

describe('roles of a stack', () => {
  const create = (type: string, properties: Properties, logicalId = 'Role') =>
    iam.resources?.[type]?.create({
      stackName: 'stack',
      logicalId,
      generatedName: `stack-${logicalId}-1`,
      properties,
    });
  const takeAs = (RoleArn: string) =>
    iam.identities.assume(RoleArn, 's', { service: 'lambda.amazonaws.com' });
  const mayList = (key: string) =>
    authorize(iam.identities.policiesOf(iam.identities.callerOf(key)) ?? [], {
      action: 'ecs:ListTasks',
      resource: '*',
      context: {},
    }).allowed;
  let count = 0;
  beforeEach(() => {
    count++;
  });

  it('are judged by their inline policies, those put into them, and managed ones', async () => {
    const role = await create('AWS::IAM::Role', { AssumeRolePolicyDocument: LAMBDA }, `Role${count}`);
    const { accessKeyId } = takeAs(String(role?.attributes.Arn));
    expect(mayList(accessKeyId)).toBe(false);
    await create('AWS::IAM::Policy', { PolicyName: 'p', PolicyDocument: READ, Roles: [role?.id] });
    expect(mayList(accessKeyId)).toBe(true);
    iam.resources?.['AWS::IAM::Policy']?.delete({
      stackName: 'stack',
      logicalId: 'P',
      resource: { id: 'p', attributes: {} },
      properties: { PolicyName: 'p', PolicyDocument: READ, Roles: [role?.id] },
    });
    expect(mayList(accessKeyId)).toBe(false);
    await create('AWS::IAM::ManagedPolicy', { PolicyDocument: READ, Roles: [role?.id] }, 'Managed');
    expect(mayList(accessKeyId)).toBe(true);
  });

  it('get a policy all of them or, where one has no room for it, none', async () => {
    const filler = (Sid: string) => ({ ...READ, Statement: [{ ...READ.Statement[0], Sid }] });
    const Policies = [{ PolicyName: 'full', PolicyDocument: filler('s'.repeat(10_000)) }];
    const free = await create('AWS::IAM::Role', { AssumeRolePolicyDocument: LAMBDA }, `Free${count}`);
    const full = await create(
      'AWS::IAM::Role',
      { AssumeRolePolicyDocument: LAMBDA, Policies },
      `Full${count}`,
    );
    const policy = { PolicyName: 'p', PolicyDocument: filler('s'.repeat(200)), Roles: [free?.id, full?.id] };
    expect(() => create('AWS::IAM::Policy', policy)).toThrow('Maximum policy size of 10240 bytes exceeded');
    expect(mayList(takeAs(String(free?.attributes.Arn)).accessKeyId)).toBe(false);
  });

  it('keep a managed policy as it was where another is too long', async () => {
    const role = await create('AWS::IAM::Role', { AssumeRolePolicyDocument: LAMBDA }, `Role${count}`);
    const generatedName = `stack-Managed-${count}`;
    const request = { stackName: 'stack', logicalId: 'Managed', generatedName };
    const previous = { PolicyDocument: READ, Roles: [] };
    const provider = iam.resources?.['AWS::IAM::ManagedPolicy'];
    const resource = await provider?.create({ ...request, properties: previous });
    const PolicyDocument = { ...READ, Statement: [{ ...READ.Statement[0], Sid: 's'.repeat(6_144) }] };
    const properties = { PolicyDocument, Roles: [role?.id] };
    expect(() => resource && provider?.update({ ...request, resource, previous, properties })).toThrow(
      'Cannot exceed quota for PolicySize: 6144',
    );
    expect(mayList(takeAs(String(role?.attributes.Arn)).accessKeyId)).toBe(false);
  });

  it.each([
    ['another service', trust({ Service: 'ecs.amazonaws.com' }), false],
    [
      'a service of this account',
      trust(
        { Service: 'lambda.amazonaws.com' },
        { Condition: { StringEquals: { 'aws:SourceAccount': '000000000000' } } },
      ),
      true,
    ],
    [
      'a service of another account',
      trust(
        { Service: 'lambda.amazonaws.com' },
        { Condition: { StringEquals: { 'aws:SourceAccount': '1' } } },
      ),
      false,
    ],
    ['people only', trust({ AWS: '*' }), false],
    ['all but this action', trust({ Service: 'lambda.amazonaws.com' }, { Action: 'sts:TagSession' }), false],
  ])('are taken only by whom they trust: %s', async (_, document, expected) => {
    const role = await create('AWS::IAM::Role', { AssumeRolePolicyDocument: document }, `Role${count}`);
    const take = () => takeAs(String(role?.attributes.Arn));
    if (expected) expect(take().accessKeyId).toMatch(/^ASIA/);
    else expect(take).toThrow('is not authorized to perform: sts:AssumeRole');
  });

  it('are refused with a policy that IAM would not understand', () => {
    const Policies = [{ PolicyName: 'p', PolicyDocument: { Statement: [{ Effect: 'Allow' }] } }];
    const role = { AssumeRolePolicyDocument: LAMBDA, Policies };
    expect(() => create('AWS::IAM::Role', role, 'Bad')).toThrow('needs Action or NotAction');
  });
});
