import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Cloud, startCloud } from '../../local/cloud.ts';
import { loadModel } from '../../local/gateway/model.ts';

/** A row of a table: its operations, what each is worth, and how that is known. */
interface Row {
  readonly operations: readonly string[];
  readonly worth: string;
  readonly checks: string;
}

/** What the page says of one service. */
interface Section {
  readonly client: string;
  readonly rows: readonly Row[];
  readonly absent: readonly string[];
}

let cloud: Cloud;
let page: string;
let sections: Section[];

beforeAll(async () => {
  cloud = await startCloud({ engine: 'process' });
  page = await readFile(join(import.meta.dirname, '../../local/FIDELITY.md'), 'utf8');
  sections = page.split(/^## /m).flatMap(read);
});
afterAll(() => cloud?.close());

/** Only sections whose heading names a client are of a service with an API. */
function read(text: string): Section[] {
  const [, client] = /^.*\(`([a-z0-9-]+)`\)$/m.exec(text.split('\n')[0] ?? '') ?? [];
  if (client === undefined) return [];
  const rows = text
    .split('\n')
    .filter((line) => line.startsWith('| `'))
    .map((line) => {
      const [operations = '', worth = '', checks = ''] = line.slice(2, -2).split(' | ');
      return { operations: quoted(operations), worth, checks };
    });
  const [, absent = ''] = /^Absent: ((?:.|\n)*?)(?:\n\n|$)/m.exec(text) ?? [];
  return [{ client, rows, absent: quoted(absent) }];
}

const quoted = (text: string): string[] => [...text.matchAll(/`([A-Z]\w+)`/g)].map(([, name = '']) => name);

it('lists each operation once, and none that is not there', () => {
  const listed = sections.map(({ client, rows }) => [
    client,
    rows.flatMap(({ operations }) => operations).toSorted(),
  ]);
  const served = [...cloud.gateway.operations].map(([client, names]) => [client, names.toSorted()]);
  expect(Object.fromEntries(listed)).toEqual(Object.fromEntries(served));
});

it('says of each what it is worth and how that was checked', () => {
  const rows = sections.flatMap((section) => section.rows);
  expect(rows.length).toBeGreaterThan(0);
  for (const row of rows) {
    expect(row.worth, row.operations.join()).toMatch(/^(faithful|simplified|recorded only)\b/);
    expect(row.checks.replaceAll(/\[D\]\(https:\S+\)/g, 'D'), row.operations.join()).toMatch(
      /^[DRCTP]((, | )[DRCTP])*$/,
    );
  }
});

/** Called by the durable SDK, in the function that `test/conformance/functions.test.ts` runs. */
const CALLED_BY_SDK = ['CheckpointDurableExecution', 'GetDurableExecutionState'];

async function commandsIn(folder: string): Promise<string[]> {
  const names = (await readdir(folder)).filter((name) => name.endsWith('.ts'));
  const texts = await Promise.all(names.map((name) => readFile(join(folder, name), 'utf8')));
  return texts.flatMap((text) => text.match(/\b[A-Z]\w+(?=Command\()/g) ?? []);
}

it('says C only of operations that test/conformance calls', async () => {
  const folder = join(import.meta.dirname, '../conformance');
  const called = new Set(await commandsIn(folder));
  // What is removed has to be found before: that it can be listed is no assertion about AWS.
  for (const name of await commandsIn(join(folder, 'made')))
    if (!/^(List|Describe|Get)/.test(name)) called.add(name);
  const claimed = sections
    .flatMap(({ rows }) => rows)
    .filter(({ checks }) => /(^|, )C(,|$)/.test(checks))
    .flatMap(({ operations }) => operations);
  expect(claimed.length).toBeGreaterThan(0);
  expect(claimed.filter((name) => !called.has(name) && !CALLED_BY_SDK.includes(name))).toEqual([]);
});

it('names as absent what AWS has and the local cloud has not', async () => {
  for (const { client, absent } of sections) {
    const { operations } = await loadModel(client);
    expect(absent.length, client).toBeGreaterThan(0);
    expect(
      absent.filter((name) => !operations.has(name)),
      client,
    ).toEqual([]);
    const served = cloud.gateway.operations.get(client) ?? [];
    expect(
      absent.filter((name) => served.includes(name)),
      client,
    ).toEqual([]);
  }
});

it('lists each CloudFormation type once, and none that is not there', () => {
  const parts = page
    .split(/\n\n/)
    .flatMap((part) => /CloudFormation: (`AWS::(?:.|\n)*)/.exec(part)?.[1] ?? []);
  const types = parts.flatMap((part) => part.match(/AWS::\w+::\w+/g) ?? []);
  expect(types.toSorted()).toEqual(cloud.resourceTypes.toSorted());
});
