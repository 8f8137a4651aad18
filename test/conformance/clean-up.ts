import { parseArgs } from 'node:util';
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { endpointVariables } from './aws-settings.ts';
import { KINDS } from './made/kinds.ts';
import { PATIENCE } from './patience.ts';
import { type Made, nameOf, removeAll } from './removal.ts';
import { RUNS } from './run.ts';

// Removes what conformance runs left that were killed, or whose credentials ended: `npm run conformance:clean`.

const { values } = parseArgs({
  options: { prefix: { type: 'string', default: RUNS }, yes: { type: 'boolean', default: false } },
});
if (!values.prefix.startsWith(RUNS)) throw new Error(`--prefix must begin with ${RUNS}`);
const [some] = endpointVariables(process.env).filter((name) => name !== 'AWS_ENDPOINT_URL');
const endpoint = process.env.AWS_ENDPOINT_URL;
if (some !== undefined) throw new Error(`${some} leads some calls elsewhere than others: unset it`);
const sts = new STSClient({});
const region = await sts.config.region();
const { Account } = await sts.send(new GetCallerIdentityCommand({}));
const found: Made[] = [];
for (const kind of KINDS) found.push(...(await kind.named(values.prefix)).map((name) => ({ kind, name })));
console.log(
  `account ${Account}, ${region}, at ${endpoint || 'AWS'}, names beginning with ${values.prefix}: ${found.length} found`,
);
if (values.yes) {
  const left = await removeAll(found, endpoint ? PATIENCE.local : PATIENCE.aws, (one) =>
    console.log(`removing ${nameOf(one)}`),
  );
  for (const { message } of left) console.error(`left: ${message}`);
  console.log(`${found.length - left.length} removed, ${left.length} left`);
  if (left.length > 0) process.exitCode = 1;
} else {
  for (const one of found) console.log(nameOf(one));
  if (found.length > 0)
    console.log(
      '--yes removes them, those of a run that is still under way too; --prefix takes one run’s own',
    );
}
