import type { Clock } from '../clock.ts';
import type { LogStore } from '../parts.ts';
import type { LogGroups } from './groups.ts';

/** A line that is not ended is an event after this long: whoever reads along shall see a prompt. Real milliseconds. */
const PARTIAL_LINE_MS = 200;

/** Writes what services' own agents would ship: each line is an event, empty ones are not. */
export function sinkOf(groups: LogGroups, clock: Clock): LogStore {
  const write = (groupName: string, streamName: string, chunk: string): void => {
    const group = groups.find(groupName) ?? groups.create(groupName);
    const stream = group.streams.get(streamName) ?? groups.createStream(group, streamName);
    const lines = (stream.partial + chunk).split('\n');
    stream.partial = lines.pop() ?? '';
    const now = clock.now();
    for (const line of lines) if (line.trim() !== '') groups.append(stream, now, line.replace(/\r$/, ''));
    const { partial } = stream;
    if (partial === '') return;
    setTimeout(() => {
      if (stream.partial !== partial) return;
      stream.partial = '';
      if (partial.trim() !== '') groups.append(stream, clock.now(), partial);
    }, PARTIAL_LINE_MS).unref();
  };
  return { write, exists: (group) => groups.find(group) !== undefined };
}
