import type { Measured } from './measure.ts';
import { FORMULA } from './prices.ts';

/** Prints what was measured as tables: times and costs a case, then the calls of each by name. */
export function printMeasured(measured: readonly Measured[], pace: number): void {
  const heads = measured.map(
    ({ kind, seconds, events }) => `${kind} ${seconds} s${events ? '' : ' (no events)'}`,
  );
  const row = (name: string, figure: (one: Measured) => string) =>
    console.log(
      [name.padEnd(48), ...measured.map((one, index) => figure(one).padStart(width(heads, index)))].join(' '),
    );
  row('', (one) => heads[measured.indexOf(one)] ?? '');
  row('deployments', ({ deployments }) => `${deployments}`);
  row('verdicts', ({ verdicts }) =>
    Object.entries(verdicts)
      .map(([name, count]) => `${count} ${name}`)
      .join(', '),
  );
  row('the rollout, s (AWS time, median)', ({ rolloutSeconds }) => rolloutSeconds.toFixed(1));
  row('from ECR event to UpdateService, s (median)', ({ secondsToUpdate }) => secondsToUpdate.toFixed(2));
  row('from end of rollout to verdict, s (median)', ({ secondsToVerdict }) => secondsToVerdict.toFixed(2));
  row(`  the same in AWS time (× ${pace})`, ({ awsSecondsToVerdict }) => awsSecondsToVerdict.toFixed(1));
  row('Lambda invocations', ({ used }) => used.invocations.toFixed(1));
  row('Lambda time billed, ms', ({ used }) => used.billedMilliseconds.toFixed(0));
  row('Lambda GB-s', ({ used }) => used.gigabyteSeconds.toFixed(2));
  row('durable operations', ({ used }) => used.durableOperations.toFixed(1));
  row('USD for 1,000 deployments', ({ usd }) => (usd * 1000).toFixed(3));
  console.log(`\nUSD = ${FORMULA}\n`);
  const names = [...new Set(measured.flatMap(({ calls }) => Object.keys(calls)))].sort();
  console.log('Calls a deployment:');
  for (const name of names) row(`  ${name}`, ({ calls }) => (calls[name] ?? 0).toFixed(1));
  row('  all', ({ calls }) =>
    Object.values(calls)
      .reduce((sum, count) => sum + count, 0)
      .toFixed(1),
  );
}

function width(heads: readonly string[], index: number): number {
  return Math.max(14, heads[index]?.length ?? 0);
}
