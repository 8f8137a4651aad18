import * as z from 'zod';
import { ecsName } from './names.ts';

// What a stage says of its task definition: target.ecs.task.

const UNITS_PER_VCPU = 1024;
const MEBIBYTES_PER_GB = 1024;

/** The least memory that Docker gives a container, in MiB. @see https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ContainerDefinition.html */
const LEAST_MEMORY = 6;

/** ECS keeps sizes as text: `0.5 vCPU` is `512`. */
function size(unit: RegExp, factor: number, form: string) {
  return z.union([z.number(), z.string()], { error: `must be ${form}` }).transform((value, context) => {
    const text = String(value).trim();
    const amount = Number(text.replace(unit, '').trim()) * (unit.test(text) ? factor : 1);
    if (Number.isInteger(amount) && amount > 0) return String(amount);
    context.issues.push({
      code: 'custom',
      message: `must be ${form}, not ${JSON.stringify(value)}`,
      input: value,
    });
    return z.NEVER;
  });
}

const valueOrNothing = z.union([z.string(), z.null()], {
  error: 'must be a text (put it in quotes), or null to remove it',
});

const variable = z
  .string()
  .regex(/^[^=\s]{1,255}$/, 'must be the name of an environment variable: no "=" and no spaces');

/** @see https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_Tag.html */
const tagKey = z
  .string()
  .max(128, 'is longer than 128 characters, the most that a tag may have')
  .regex(/^(?!aws:|slipway:)./i, 'must be a tag key: not empty, and not one of "aws:…" or "slipway:…"');

/** How `template` may be written: `/` is another place on everybody's machine. */
const templateFile = z
  .string()
  .regex(
    /^(?!\/).+\.(?:json|ya?ml)$/,
    'must be a file that ends in .json, .yml or .yaml, by its path from the folder of slipway.yml',
  );

const container = z
  .strictObject({
    /** Environment variables by name; null removes. */
    environment: z.record(variable, valueOrNothing).optional(),
    /** By the variable's name, what ECS reads it from: an ARN, or a parameter's name; null removes. */
    secrets: z.record(variable, valueOrNothing).optional(),
    /** CPU units. */
    cpu: z.int('must be a whole number of CPU units').min(0, 'must be at least 0').optional(),
    /** MiB after which the container is killed. */
    memory: z
      .int('must be a whole number of MiB')
      .min(LEAST_MEMORY, `must be at least ${LEAST_MEMORY} (MiB)`)
      .optional(),
    /** MiB that are kept free for the container. */
    memoryReservation: z
      .int('must be a whole number of MiB')
      .min(LEAST_MEMORY, `must be at least ${LEAST_MEMORY} (MiB)`)
      .optional(),
    /** Instead of the command of the base, or of the image. */
    command: z.array(z.string()).nonempty('must have at least one word, or be left out').optional(),
  })
  .check(({ value, issues }) => {
    const { environment = {}, secrets = {}, memory, memoryReservation } = value;
    for (const name of Object.keys(environment)) {
      if (environment[name] === null || (secrets[name] ?? null) === null) continue;
      const message = 'is also under "environment": ECS takes a name as one of both only';
      issues.push({ code: 'custom', path: ['secrets', name], message, input: value });
    }
    if (memory !== undefined && memoryReservation !== undefined && memoryReservation >= memory) {
      const message = `must be less than "memory" (${memory})`;
      issues.push({ code: 'custom', path: ['memoryReservation'], message, input: value });
    }
  });

export const task = z.strictObject({
  /** A file with the task definition that is the base. Default: the revision that runs is. */
  template: templateFile.optional(),
  /** The whole task's CPU: units, or `0.5 vCPU`. */
  cpu: size(/vcpu$/i, UNITS_PER_VCPU, 'a number of CPU units or e.g. "0.5 vCPU"').optional(),
  /** The whole task's memory: MiB, or `2 GB`. */
  memory: size(/gb$/i, MEBIBYTES_PER_GB, 'a number of MiB or e.g. "2 GB"').optional(),
  /** Tags of the task definition by key; null removes. */
  tags: z.record(tagKey, valueOrNothing).optional(),
  /** Settings of containers by their names. */
  containers: z.record(ecsName, container).optional(),
});
