import { parseArgs } from 'node:util';
import { startCloud } from '../../local/cloud.ts';
import { loadModel } from '../../local/gateway/model.ts';
import { replayCalls } from './calls.ts';
import { examplesOf } from './examples.ts';
import { EXPLAINED } from './explained.ts';
import { findBotocore } from './find-botocore.ts';
import { replayWire } from './wire.ts';

const HELP = `Replays the request and response examples that AWS publishes, for the operations that the local cloud has.

Usage: npm run replay [-- options]

  --service NAME  only this one, by its SDK package: ecs, iam …
  --verbose       one line for each example
  --help          this

For each example: the SDK's client writes the request and the gateway reads the same; the answer goes through the gateway
and comes out of the SDK's client the same; and the request is made to a fresh local cloud, which answers as modelled.
Ends with 1 where one of them fails without an explanation in test/replay/explained.ts, or an explanation is not needed.
`;

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: { service: { type: 'string' }, verbose: { type: 'boolean' }, help: { type: 'boolean' } },
  });
  if (values.help) {
    console.log(HELP);
    return;
  }
  const { version, folder } = findBotocore();
  console.log(`examples of botocore ${version}`);
  const cloud = await startCloud({ engine: 'process', pace: 20 });
  const served = new Map(cloud.gateway.operations);
  await cloud.close();
  const needed = new Set<string>();
  let unexplained = 0;
  for (const [client, operations] of served) {
    if (values.service !== undefined && values.service !== client) continue;
    const examples = (await examplesOf(folder, client)).filter(({ operation }) =>
      operations.includes(operation),
    );
    if (examples.length === 0) {
      console.log(`${client}: AWS publishes no examples of its ${operations.length} operations here`);
      continue;
    }
    const model = await loadModel(client);
    const findings = [...(await replayWire(model, examples)), ...(await replayCalls(model, examples))];
    for (const { example, what, said, problem } of findings) {
      const name = `${client}.${example.operation} ${example.id}`;
      if (problem === undefined) {
        if (values.verbose) console.log(`  ${name}: ${what}${said ? `: ${said}` : ''}`);
        continue;
      }
      const reason = EXPLAINED[name];
      if (reason === undefined) unexplained += 1;
      else needed.add(name);
      console.log(`  ${name}: ${what}: ${problem}${reason ? `\n    explained: ${reason}` : ''}`);
    }
    const counts = Object.entries(
      Object.groupBy(findings, ({ problem, what }) => (problem ? 'refused' : what)),
    );
    console.log(
      `${client}: ${examples.length} examples: ${counts.map(([what, all = []]) => `${all.length} ${what}`).join(', ')}`,
    );
  }
  const stale =
    values.service === undefined ? Object.keys(EXPLAINED).filter((name) => !needed.has(name)) : [];
  for (const name of stale) console.log(`not needed any more: the explanation of ${name}`);
  console.log(`${needed.size} explained, ${unexplained} not`);
  if (unexplained > 0 || stale.length > 0) process.exitCode = 1;
}

main().catch((error: Error) => {
  console.error(error.message);
  process.exitCode = 1;
});
