import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { parse } from 'yaml';

const read = async (name: string) =>
  parse(await readFile(join(import.meta.dirname, '../../stacks', name), 'utf8'), { logLevel: 'silent' });

/** What is done at home, whatever account the target is in: never by the role of another account. */
const AT_HOME = /^(dynamodb|lambda|events|ecr|sqs|sts):|^logs:(CreateLogStream|PutLogEvents)$/;

function actionsOf(role: { Properties: { Policies: readonly Policy[] } }): string[] {
  const statements = role.Properties.Policies.flatMap(({ PolicyDocument }) => PolicyDocument.Statement);
  return statements.flatMap(({ Action }) => Action);
}

interface Policy {
  readonly PolicyDocument: { readonly Statement: readonly { readonly Action: string | readonly string[] }[] };
}

it('the role in another account may do what the functions may do in their own, and no more', async () => {
  const { RunDeploymentRole, PlanDeploymentRole } = (await read('roles.yml')).Resources;
  const needed = [...actionsOf(RunDeploymentRole), ...actionsOf(PlanDeploymentRole)];
  const { Deployer } = (await read('deployer-role.yml')).Resources;
  expect([...new Set(actionsOf(Deployer))].sort()).toEqual(
    [...new Set(needed.filter((action) => !AT_HOME.test(action)))].sort(),
  );
});
