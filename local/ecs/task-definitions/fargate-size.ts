/** Memory in MiB that a task may have by its CPU units: least, most, step ("Fargate task CPU and memory"). */
const sizes: Readonly<Record<string, readonly [least: number, most: number, step: number]>> = {
  512: [1024, 4096, 1024],
  1024: [2048, 8192, 1024],
  2048: [4096, 16_384, 1024],
  4096: [8192, 30_720, 1024],
  8192: [16_384, 61_440, 4096],
  16384: [32_768, 122_880, 8192],
};

/** What 256 CPU units may have follows no step. */
const SMALLEST: readonly number[] = [512, 1024, 2048];

/** Why Fargate has no such size, in AWS's words; undefined where it has. @param cpu units @param memory MiB */
export function fargateSize(cpu: string | undefined, memory: string | undefined): string | undefined {
  if (!cpu) return "Fargate requires that 'cpu' be defined at the task level.";
  if (!memory) return "Fargate requires that 'memory' be defined at the task level.";
  const mebibytes = Number(memory);
  const [least = 0, most = -1, step = 1] = sizes[cpu] ?? [];
  const exists =
    cpu === '256'
      ? SMALLEST.includes(mebibytes)
      : mebibytes >= least && mebibytes <= most && (mebibytes - least) % step === 0;
  return exists
    ? undefined
    : `No Fargate configuration exists for given values: ${cpu} CPU, ${memory} memory. See the Amazon ECS documentation for the valid values.`;
}
