import { error, type Finding } from '../../../deployment/finding.ts';
import { type Check, containersOf, onFargate, type Subject } from './subject.ts';

/**
 * What Fargate has of memory, in MiB, for so many CPU units: from, to, in steps of.
 * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task_definition_parameters.html#task_size
 */
const FARGATE_MEMORY: ReadonlyMap<number, { from: number; to: number; step: number }> = new Map([
  [256, { from: 512, to: 2048, step: 512 }],
  [512, { from: 1024, to: 4096, step: 1024 }],
  [1024, { from: 2048, to: 8192, step: 1024 }],
  [2048, { from: 4096, to: 16_384, step: 1024 }],
  [4096, { from: 8192, to: 30_720, step: 1024 }],
  [8192, { from: 16_384, to: 61_440, step: 4096 }],
  [16_384, { from: 32_768, to: 122_880, step: 8192 }],
]);

/** 256 units go with one size in between that is no multiple of its step. */
const NOT_OFFERED = [{ cpu: 256, memory: 1536 }];

/** A task's cpu and memory are a pair that Fargate has, and its containers fit into it. */
export const cpuAndMemory: Check = {
  about: 'The size of the task',
  find(subject) {
    const { cpu, memory, family } = subject.definition;
    const where = `cpu and memory of the task definition ${family}`;
    const units = unitsOf(cpu);
    const mebibytes = mebibytesOf(memory);
    return [
      ...(onFargate(subject) ? pairOnFargate(units, mebibytes, where) : []),
      ...(mebibytes === undefined ? [] : containersFit(subject, mebibytes, where)),
    ];
  },
};

function pairOnFargate(
  cpu: number | undefined,
  memory: number | undefined,
  where: string,
): readonly Finding[] {
  if (cpu === undefined || memory === undefined) {
    return [error('Fargate needs cpu and memory of the whole task.', where, 'Set both on the task.')];
  }
  const offered = FARGATE_MEMORY.get(cpu);
  if (offered === undefined) {
    const known = [...FARGATE_MEMORY.keys()].join(', ');
    return [error(`Fargate has no tasks of ${cpu} CPU units.`, where, `Choose one of ${known}.`)];
  }
  const { from, to, step } = offered;
  const fits =
    memory >= from &&
    memory <= to &&
    memory % step === 0 &&
    !NOT_OFFERED.some((pair) => pair.cpu === cpu && pair.memory === memory);
  return fits
    ? []
    : [
        error(
          `Fargate has no tasks of ${cpu} CPU units with ${memory} MiB.`,
          where,
          cpu === 256
            ? 'Choose 512, 1024 or 2048 MiB for them.'
            : `Choose ${from} to ${to} MiB in steps of ${step} for them.`,
        ),
      ];
}

/** ECS takes no task whose containers are promised more than the task has. */
function containersFit(subject: Subject, memory: number, where: string): readonly Finding[] {
  const promised = containersOf(subject).reduce(
    (sum, container) => sum + (container.memoryReservation ?? container.memory ?? 0),
    0,
  );
  if (promised <= memory) return [];
  return [
    error(
      `The containers are promised ${promised} MiB together, but the task has ${memory} MiB.`,
      where,
      'Give the task more memory, or its containers less.',
    ),
  ];
}

/** `256`, or `.25 vCPU`. */
function unitsOf(cpu: string | undefined): number | undefined {
  const [, amount, unit] = /^\s*([\d.]+)\s*(vcpu)?\s*$/i.exec(cpu ?? '') ?? [];
  return amount === undefined ? undefined : Math.round(Number(amount) * (unit ? 1024 : 1));
}

/** `512`, or `0.5 GB`. */
function mebibytesOf(memory: string | undefined): number | undefined {
  const [, amount, unit] = /^\s*([\d.]+)\s*(gb)?\s*$/i.exec(memory ?? '') ?? [];
  return amount === undefined ? undefined : Math.round(Number(amount) * (unit ? 1024 : 1));
}
