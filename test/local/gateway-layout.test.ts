import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { loadModel } from '../../local/gateway/model.ts';
import { membersOf, memberTraits, schemaOf, structure } from '../../local/gateway/schema.ts';

// The gateway reads the runtime schemas of the SDK's clients, which look internal to the SDK. When a client is updated
// and one of these fails, the layout has changed: local/gateway/schema.ts is the one file to adapt.

const folder = new URL('../../local/gateway/constraints/', import.meta.url);
const clients = readdirSync(folder).map((file) => file.replace('.json', ''));

describe('the schemas of the SDK’s clients', () => {
  it.each(clients)('%s: operations, errors and their members are where the gateway looks', async (client) => {
    const model = await loadModel(client);
    expect(model.operations.size).toBeGreaterThan(5);
    // EC2's model lists none.
    expect(model.errors.size).toBeGreaterThan(client === 'ec2' ? -1 : 1);
    expect(Object.keys(model.constraints).length).toBeGreaterThan(0);
    for (const { name, input, output, route } of model.operations.values()) {
      for (const schema of [schemaOf(input), schemaOf(output)])
        expect(schema.isStructSchema() || schema.isUnitSchema(), name).toBe(true);
      if (model.wire.startsWith('rest')) expect(route, name).toBeDefined();
    }
    for (const error of model.errors.values()) expect(error.namespace).toMatch(/com\.amazonaws\.\w+$/);
    if (model.wire === 'json') expect(model.target).toMatch(/^\w+$/);
    if (/query$/i.test(model.wire)) expect(model.version).toMatch(/^\d{4}-\d\d-\d\d$/);
  });

  it('tell which members a structure has and which of them are required', async () => {
    const { operations } = await loadModel('ecs');
    const input = schemaOf(operations.get('DescribeServices')?.input ?? 0);
    expect(structure(input)).toEqual({
      name: 'DescribeServicesRequest',
      required: ['services'],
      union: false,
    });
    expect(membersOf(input).map(([name]) => name)).toEqual(['services', 'cluster', 'include']);
  });

  it('tell a union from a structure', async () => {
    const { operations } = await loadModel('dynamodb');
    const item = new Map(membersOf(schemaOf(operations.get('PutItem')?.input ?? 0))).get('Item');
    expect(item && structure(item.getValueSchema())).toMatchObject({ name: 'AttributeValue', union: true });
  });

  it('tell where a member goes in HTTP, and by which name', async () => {
    const { operations } = await loadModel('lambda');
    const invoke = operations.get('Invoke');
    const traits = new Map(
      membersOf(schemaOf(invoke?.input ?? 0)).map(([name, member]) => [name, memberTraits(member)]),
    );
    expect(traits.get('FunctionName')?.httpLabel).toBeDefined();
    expect(traits.get('InvocationType')?.httpHeader).toBe('X-Amz-Invocation-Type');
    expect(traits.get('Qualifier')?.httpQuery).toBe('Qualifier');
    expect(traits.get('Payload')?.httpPayload).toBeDefined();
    expect(invoke?.route).toMatchObject({ method: 'POST', labels: ['FunctionName'], status: 200 });
  });

  it('tell an error’s code in the query protocol', async () => {
    const { errors, queryCompatible } = await loadModel('sqs');
    expect(queryCompatible).toBe(true);
    expect(errors.get('AWS.SimpleQueueService.NonExistentQueue')).toBe(errors.get('QueueDoesNotExist'));
    expect(errors.get('QueueDoesNotExist')).toMatchObject({
      traits: {
        error: 'client',
        httpError: 400,
        awsQueryError: ['AWS.SimpleQueueService.NonExistentQueue', 400],
      },
      members: ['message'],
    });
  });
});

describe('the constraints', () => {
  it.each(clients)('%s: speak of structures and members that the client has too', async (client) => {
    const { operations, constraints } = await loadModel(client);
    const known = new Set<string>();
    const visit = (schema: ReturnType<typeof schemaOf>): void => {
      if (schema.isListSchema() || schema.isMapSchema()) visit(schema.getValueSchema());
      if (!schema.isStructSchema()) return;
      const { name } = structure(schema);
      if (known.has(name)) return;
      known.add(name);
      for (const [member, memberSchema] of membersOf(schema)) {
        known.add(`${name}.${member}`);
        visit(memberSchema);
      }
    };
    for (const { input, output } of operations.values()) [input, output].map(schemaOf).forEach(visit);
    const keys = Object.keys(constraints).map((key) => key.replace(/[[\]{}]+$/, ''));
    const hit = keys.filter((key) => known.has(key)).length;
    // The models may be newer than the client, and have operations that it has not.
    expect(hit / keys.length).toBeGreaterThan(0.9);
  });
});
