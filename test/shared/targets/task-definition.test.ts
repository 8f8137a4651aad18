import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { ECSClient } from '@aws-sdk/client-ecs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { describeTaskDefinition, registerTaskDefinition } from '../../../shared/aws/raw-json.ts';
import type { JsonObject } from '../../../shared/deployment/json.ts';
import { parseImage } from '../../../shared/targets/ecs/image.ts';
import { FINGERPRINT_TAG, fingerprintOf, rewrite } from '../../../shared/targets/ecs/task-definition.ts';

const NEW = 'host:1/web@sha256:new';

// With members that no SDK knows: AWS adds such ones all the time.
const described: JsonObject = {
  taskDefinition: {
    family: 'web',
    revision: 7,
    status: 'ACTIVE',
    taskDefinitionArn: 'arn:aws:ecs:us-east-1:0:task-definition/web:7',
    registeredAt: 1,
    requiresAttributes: [],
    compatibilities: ['FARGATE'],
    fieldOfNextYear: { deep: [1, '', null, []] },
    containerDefinitions: [
      { name: 'web', image: 'host:1/web@sha256:old', memory: 0, command: [], newFlag: false },
      { name: 'proxy', image: 'public/envoy:1', essential: false },
    ],
    volumes: [],
  },
  tags: [{ key: 'team', value: 'a' }],
};

const isWeb = ({ image }: { image: string }) => parseImage(image).repository === 'web';

describe('a task definition with a new image', () => {
  it('keeps every field but the image and what AWS makes itself', () => {
    const { definition, changed, containers, fingerprint } = rewrite(described, {
      image: NEW,
      isOurs: isWeb,
    });
    expect(definition).toEqual({
      family: 'web',
      fieldOfNextYear: { deep: [1, '', null, []] },
      containerDefinitions: [
        { name: 'web', image: NEW, memory: 0, command: [], newFlag: false },
        { name: 'proxy', image: 'public/envoy:1', essential: false },
      ],
      volumes: [],
      tags: [
        { key: 'team', value: 'a' },
        { key: FINGERPRINT_TAG, value: fingerprint },
      ],
    });
    expect({ changed, containers }).toEqual({ changed: true, containers: ['web'] });
  });

  it('is found again by its fingerprint, which its own tag does not change', () => {
    const first = rewrite(described, { image: NEW, isOurs: isWeb });
    const again = rewrite(
      { taskDefinition: first.definition, tags: first.definition.tags ?? [] },
      { image: NEW, isOurs: isWeb },
    );
    expect(again.changed).toBe(false);
    expect(fingerprintOf({ tags: first.definition.tags ?? [] })).toBe(first.fingerprint);
    const { tags: _, ...bare } = first.definition;
    expect(
      rewrite({ taskDefinition: bare, tags: described.tags ?? [] }, { image: NEW, isOurs: isWeb })
        .fingerprint,
    ).toBe(first.fingerprint);
  });

  it('is refused when no container is to get the image, naming those that there are', () => {
    expect(() => rewrite(described, { image: NEW, isOurs: () => false })).toThrow(
      'web (host:1/web@sha256:old), proxy (public/envoy:1)',
    );
  });

  it('leaves out the tags that only AWS may give, as CloudFormation does', () => {
    const tags = [
      { key: 'aws:cloudformation:stack-name', value: 'web' },
      { key: 'team', value: 'a' },
    ];
    const { definition } = rewrite({ ...described, tags }, { image: NEW, isOurs: isWeb });
    expect(definition.tags).toEqual([
      { key: 'team', value: 'a' },
      { key: FINGERPRINT_TAG, value: expect.any(String) },
    ]);
  });

  it('moves a name from the secrets to the environment where the stage says so, and leaves what it does not name', () => {
    const app = { name: 'web', image: 'host:1/web:1', secrets: [{ name: 'A', valueFrom: '/a', newer: 1 }] };
    const given = { taskDefinition: { family: 'web', containerDefinitions: [app] }, tags: [] };
    const task = { containers: { web: { environment: { A: 'plain' }, secrets: { GONE: null } } } };
    const { after } = rewrite(given, { image: NEW, isOurs: isWeb, task });
    expect(after.containerDefinitions).toEqual([
      { name: 'web', image: NEW, environment: [{ name: 'A', value: 'plain' }], secrets: [] },
    ]);
    const renamed = { containers: { web: { secrets: { A: '/b' } } } };
    expect(rewrite(given, { image: NEW, isOurs: isWeb, task: renamed }).after.containerDefinitions).toEqual([
      { name: 'web', image: NEW, secrets: [{ name: 'A', valueFrom: '/b', newer: 1 }] },
    ]);
  });

  it('goes through the SDK as it is, whatever it holds', async () => {
    let body = '';
    let answer = '{}';
    const server = http.createServer(async (request, response) => {
      body = await text(request);
      response.writeHead(200, { 'content-type': 'application/x-amz-json-1.1' }).end(answer);
    });
    await new Promise<void>((resolve) => {
      server.listen(0, '127.0.0.1', resolve);
    });
    const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const ecs = new ECSClient({
      endpoint,
      region: 'us-east-1',
      credentials: { accessKeyId: 'a', secretAccessKey: 'b' },
    });
    try {
      await fc.assert(
        fc.asyncProperty(fc.dictionary(fc.stringMatching(/^[a-z]{1,9}$/), fc.jsonValue()), async (more) => {
          const definition = JSON.parse(
            JSON.stringify({ ...more, family: 'web', containerDefinitions: [] }),
          ) as JsonObject;
          answer = JSON.stringify({ taskDefinition: { ...definition, taskDefinitionArn: 'arn:new' } });
          expect(await registerTaskDefinition(ecs, definition)).toBe('arn:new');
          expect(JSON.parse(body)).toEqual(definition);
          const read = await describeTaskDefinition(ecs, 'web');
          expect(read).toEqual(JSON.parse(answer));
        }),
        { numRuns: 50 },
      );
    } finally {
      ecs.destroy();
      server.close();
    }
  });
});
