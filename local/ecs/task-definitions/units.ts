import { refused } from './refused.ts';

/** CPU units of one vCPU, and MiB of one GB, as ECS writes a task's size ("Task size"). */
const UNITS_PER_VCPU = 1024;
const MEBIBYTES_PER_GB = 1024;

/**
 * A task's cpu as ECS keeps it, in units: `.25 vCPU` is `256`.
 * @throws AwsError ClientException
 */
export function cpuUnits(cpu: string | undefined): string | undefined {
  return inUnits(cpu, /^(?<number>\d*\.?\d+)\s*vcpu$/i, UNITS_PER_VCPU, "Invalid 'cpu' setting for task.");
}

/** A task's memory as ECS keeps it, in MiB: `2 GB` is `2048`. @throws AwsError ClientException */
export function memoryMebibytes(memory: string | undefined): string | undefined {
  return inUnits(
    memory,
    /^(?<number>\d*\.?\d+)\s*gb$/i,
    MEBIBYTES_PER_GB,
    "Invalid 'memory' setting for task.",
  );
}

function inUnits(
  value: string | undefined,
  large: RegExp,
  factor: number,
  message: string,
): string | undefined {
  if (value === undefined || value === '') return undefined;
  const text = value.trim();
  const whole = large.exec(text)?.groups?.number;
  const number = whole === undefined ? Number(text) : Number(whole) * factor;
  if (!Number.isInteger(number) || number <= 0) throw refused(message);
  return String(number);
}
