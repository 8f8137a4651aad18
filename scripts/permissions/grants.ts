import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';

/** One action on one resource that a function's role allows, as stacks/roles.yml has it. */
export interface Grant {
  /** The function's name, which its policy has too. */
  readonly function: string;
  /** The role's logical id. */
  readonly role: string;
  /** The statement's place in the policy, from 0. */
  readonly statement: number;
  readonly action: string;
  /** The resource's place in the statement, from 0. */
  readonly resource: number;
  /** The resource for people: `Ledger`, `service/*`. */
  readonly on: string;
}

const ROLES = join(import.meta.dirname, '../../stacks/roles.yml');

const many = <T extends z.ZodType>(one: T) =>
  z.union([one, z.array(one)]).transform((given) => [given].flat());
const Resource = z.union([
  z.string(),
  z.strictObject({ 'Fn::Sub': z.string() }),
  z.strictObject({ 'Fn::GetAtt': z.tuple([z.string(), z.literal('Arn')]) }),
]);

/** What whoever deploys Slipway adds by name for Elastic Beanstalk: nothing, unless they do. */
const Added = z.strictObject({
  'Fn::If': z.tuple([
    z.literal('HasBeanstalkPolicies'),
    z.strictObject({ Ref: z.literal('BeanstalkPolicies') }),
    z.strictObject({ Ref: z.literal('AWS::NoValue') }),
  ]),
});

// Strict, so that nothing that grants is overlooked: other managed policies, Deny, NotAction.
const Roles = z.strictObject({
  Conditions: z.strictObject({ HasBeanstalkPolicies: z.unknown() }).optional(),
  Resources: z.record(
    z.string(),
    z.strictObject({
      Type: z.literal('AWS::IAM::Role'),
      Properties: z.strictObject({
        AssumeRolePolicyDocument: z.looseObject({}),
        ManagedPolicyArns: Added.optional(),
        Policies: z.tuple([
          z.strictObject({
            PolicyName: z.string(),
            PolicyDocument: z.strictObject({
              Version: z.literal('2012-10-17'),
              Statement: z.array(
                z.strictObject({
                  Effect: z.literal('Allow'),
                  Action: many(z.string()),
                  Resource: many(Resource),
                  Condition: z.looseObject({}).optional(),
                }),
              ),
            }),
          }),
        ]),
      }),
    }),
  ),
});

/** All that the functions' roles allow. @throws ZodError where stacks/roles.yml is written otherwise */
export async function readGrants(): Promise<Grant[]> {
  const { Resources } = Roles.parse(parse(await readFile(ROLES, 'utf8')));
  return Object.entries(Resources).flatMap(([role, { Properties }]) => {
    const [{ PolicyName, PolicyDocument }] = Properties.Policies;
    return PolicyDocument.Statement.flatMap(({ Action, Resource: resources }, statement) =>
      Action.flatMap((action) =>
        resources.map((resource, index) => ({
          function: PolicyName,
          role,
          statement,
          action,
          resource: index,
          on: forPeople(resource),
        })),
      ),
    );
  });
}

/** What tells a grant from all others. */
type GrantPlace = Omit<Grant, 'function' | 'on'>;

/** The same text for the same grant, to find one again. */
export function grantKey({ role, statement, action, resource }: GrantPlace): string {
  return `${role} ${statement} ${action} ${resource}`;
}

/** @param key as `grantKey` made it. @throws Error for any other text */
export function grantFrom(key: string): GrantPlace {
  const [, role, statement, action, resource] = /^(\w+) (\d+) (\S+) (\d+)$/.exec(key) ?? [];
  if (role === undefined || action === undefined) throw new Error(`${key} is no permission`);
  return { role, statement: Number(statement), action, resource: Number(resource) };
}

function forPeople(resource: z.output<typeof Resource>): string {
  if (typeof resource === 'string') return resource;
  if ('Fn::GetAtt' in resource) return resource['Fn::GetAtt'][0];
  const [, , , , , ...rest] = resource['Fn::Sub'].replace(/\$\{[^}]*\}/g, '*').split(':');
  return rest.join(':');
}
