import { setTimeout as sleep } from 'node:timers/promises';
import {
  type EnvironmentInfoDescription,
  RequestEnvironmentInfoCommand,
  RetrieveEnvironmentInfoCommand,
} from '@aws-sdk/client-elastic-beanstalk';
import type { Cause } from '../../deployment/causes.ts';
import { tellingLines } from '../../deployment/telling-lines.ts';
import type { Environment } from './target.ts';

/** Pauses between the looks for what the instances were asked for, in milliseconds: they have it within seconds, or not soon. */
const COMES_WITHIN_MS = [500, 1000, 2000, 3000];

/** How much of a log is read, in characters from its end, and how long that may take. */
const MOST_READ = 64 * 1024;
const DOWNLOAD_LIMIT_MS = 5000;

/** So many of its last lines go into the trail. */
const LINES = 30;

/** The name of this cause. */
export const LOG = 'log';

/**
 * What an instance wrote last: Elastic Beanstalk collects the last 100 lines of each log and gives an address for them.
 * @throws the SDK's errors, and Error where no lines come in time or cannot be downloaded
 * @see https://docs.aws.amazon.com/elasticbeanstalk/latest/dg/using-features.logging.html
 */
export async function logTail(
  { beanstalk }: Environment,
  EnvironmentName: string,
): Promise<(Omit<Cause, 'rank'> & { rank: number })[]> {
  const about = { EnvironmentName, InfoType: 'tail' } as const;
  const asked = await beanstalk.send(new RetrieveEnvironmentInfoCommand(about));
  const before = newest(asked.EnvironmentInfo)?.SampleTimestamp?.getTime() ?? 0;
  await beanstalk.send(new RequestEnvironmentInfoCommand(about));
  for (const pause of COMES_WITHIN_MS) {
    await sleep(pause);
    const { EnvironmentInfo } = await beanstalk.send(new RetrieveEnvironmentInfoCommand(about));
    const info = newest(EnvironmentInfo);
    if (info === undefined || (info.SampleTimestamp?.getTime() ?? 0) <= before) continue;
    return causesOf(info, await textOf(info.Message ?? ''));
  }
  const waited = COMES_WITHIN_MS.reduce((sum, pause) => sum + pause, 0) / 1000;
  throw new Error(`Elastic Beanstalk had no lines of ${EnvironmentName} within ${waited} s`);
}

function newest(infos: readonly EnvironmentInfoDescription[] = []): EnvironmentInfoDescription | undefined {
  return infos.toSorted(
    (a, b) => (b.SampleTimestamp?.getTime() ?? 0) - (a.SampleTimestamp?.getTime() ?? 0),
  )[0];
}

/** The message is the address of the text, which is signed and so for nobody's eyes, or the text itself. */
async function textOf(message: string): Promise<string> {
  if (!/^https?:\/\//.test(message)) return message;
  const answer = await fetch(message, { signal: AbortSignal.timeout(DOWNLOAD_LIMIT_MS) });
  if (!answer.ok) throw new Error(`the download of the lines was answered ${answer.status}`);
  return answer.text();
}

function causesOf({ Ec2InstanceId = 'an instance' }: EnvironmentInfoDescription, text: string) {
  const lines = programPart(text.slice(-MOST_READ))
    .split('\n')
    .filter((line) => line.trim() !== '')
    .slice(-LINES);
  const telling = tellingLines(lines);
  if (telling.length === 0) return [];
  return [
    { what: LOG, times: 1, rank: 0, text: `${Ec2InstanceId} wrote last: ${telling.join(' | ')}`, lines },
  ];
}

/** Before each file of the tail: a rule, its path, and a rule. */
const HEADING = /^-{20,}\n(.+)\n-{20,}\n/m;

/** What the program wrote, without the platform's own logs where these are told apart. */
function programPart(text: string): string {
  const [before = '', ...parts] = text.split(HEADING);
  const files = parts.flatMap((path, index) =>
    index % 2 === 0 ? [{ path, content: parts[index + 1] ?? '' }] : [],
  );
  const ofPrograms = files.filter(({ path, content }) => /stdouterr/.test(path) && content.trim() !== '');
  const told = ofPrograms.length > 0 ? ofPrograms : files;
  return told.length > 0 ? told.map(({ content }) => content).join('\n') : before;
}
