import { z } from 'zod';
import type { Properties, Resource, ResourceProvider } from '../../cloudformation/provider.ts';
import { checkPolicy } from '../../iam/policy/check.ts';
import type { Bus } from '../buses.ts';
import type { Context } from '../context.ts';

const Shape = z.strictObject({
  EventBusName: z.string().default('default'),
  StatementId: z.string(),
  Statement: z.record(z.string(), z.unknown()).optional(),
  Action: z.string().optional(),
  Principal: z.string().optional(),
  Condition: z.record(z.string(), z.unknown()).optional(),
});

export function eventBusPolicyResource({ buses }: Context): ResourceProvider {
  const put = (properties: Properties): Resource => {
    const { EventBusName, StatementId, Statement, ...short } = Shape.parse(properties);
    const bus = buses.get(EventBusName);
    const { Action, Principal, Condition } = short;
    const statement = Statement ?? {
      Effect: 'Allow',
      Resource: bus.arn,
      Action,
      Principal: principalOf(Principal),
      ...(Condition === undefined ? {} : { Condition: conditionOf(Condition) }),
    };
    checkPolicy({ Version: '2012-10-17', Statement: [statement] }, 'resource');
    bus.statements.set(StatementId, { Sid: StatementId, ...statement });
    return { id: `${bus.name}|${StatementId}`, attributes: {} };
  };
  return {
    replaceOn: ['EventBusName', 'StatementId'],
    create: ({ properties }) => put(properties),
    update: ({ properties }) => put(properties),
    delete({ resource }) {
      const [bus = '', statement = ''] = resource.id.split('|');
      buses.find(bus)?.statements.delete(statement);
    },
  };
}

/** The short form has an account's number or `*`. */
const principalOf = (principal: string | undefined): unknown =>
  principal === undefined || principal === '*' ? principal : { AWS: `arn:aws:iam::${principal}:root` };

/** The short form's one condition: `{ Type: StringEquals, Key: aws:PrincipalOrgID, Value: … }`. */
const conditionOf = ({ Type, Key, Value }: Readonly<Record<string, unknown>>): unknown => ({
  [String(Type)]: { [String(Key)]: Value },
});

const Policy = z.looseObject({ Statement: z.array(z.record(z.string(), z.unknown())) });

/** A whole policy at once, as a bus may have it. */
export function eventBusPolicyStatements(bus: Bus, policy: unknown): void {
  bus.statements.clear();
  const { Statement } = Policy.parse(typeof policy === 'string' ? JSON.parse(policy) : policy);
  checkPolicy({ Version: '2012-10-17', Statement }, 'resource');
  for (const [index, statement] of Statement.entries())
    bus.statements.set(String(statement.Sid ?? index), statement);
}
