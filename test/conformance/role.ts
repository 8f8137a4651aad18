import {
  AttachRolePolicyCommand,
  CreateRoleCommand,
  IAMClient,
  PutRolePolicyCommand,
} from '@aws-sdk/client-iam';
import { roles } from './made/roles.ts';
import type { Run } from './run.ts';

/** Makes a role that a service acts under, with one of AWS's policies, named with its path, and statements of its own. Its ARN. */
export async function makeRole(
  target: Run,
  what: string,
  service: string,
  { managed, statements = [] }: { managed?: string; statements?: readonly object[] },
): Promise<string> {
  const iam = new IAMClient({});
  const RoleName = target.name(what);
  const AssumeRolePolicyDocument = JSON.stringify({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Principal: { Service: service }, Action: 'sts:AssumeRole' }],
  });
  target.undo(roles, RoleName);
  const { Role } = await iam.send(
    new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument, Tags: target.tags.pascal }),
  );
  if (managed !== undefined) {
    const PolicyArn = `arn:aws:iam::aws:policy/${managed}`;
    await iam.send(new AttachRolePolicyCommand({ RoleName, PolicyArn }));
  }
  if (statements.length > 0) {
    const PolicyDocument = JSON.stringify({ Version: '2012-10-17', Statement: statements });
    await iam.send(new PutRolePolicyCommand({ RoleName, PolicyName: 'own', PolicyDocument }));
  }
  return Role?.Arn ?? '';
}
