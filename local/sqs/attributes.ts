import { z } from 'zod';
import { AwsError } from '../gateway/service.ts';
import { checkPolicy } from '../iam/policy/check.ts';
import type { PolicyDocument } from '../iam/policy/document.ts';

/** What a queue is made with where the caller says nothing. @see https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_CreateQueue.html */
const DEFAULTS: Readonly<Record<string, string>> = {
  DelaySeconds: '0',
  MaximumMessageSize: '1048576',
  MessageRetentionPeriod: '345600',
  ReceiveMessageWaitTimeSeconds: '0',
  SqsManagedSseEnabled: 'true',
  VisibilityTimeout: '30',
};

/** Ranges of the numbers among them, from the same page. */
const RANGES: Readonly<Record<string, readonly [number, number]>> = {
  DelaySeconds: [0, 900],
  MaximumMessageSize: [1024, 1_048_576],
  MessageRetentionPeriod: [60, 1_209_600],
  ReceiveMessageWaitTimeSeconds: [0, 20],
  VisibilityTimeout: [0, 43_200],
};

// Kept and given back; nothing is encrypted.
const KEPT = [
  'KmsDataKeyReusePeriodSeconds',
  'KmsMasterKeyId',
  'Policy',
  'RedriveAllowPolicy',
  'RedrivePolicy',
];

/** Attributes as they are set, with AWS's defaults for the others. @throws AwsError InvalidAttributeName, InvalidAttributeValue */
export function attributesOf(given: Readonly<Record<string, string | undefined>>): Map<string, string> {
  const attributes = new Map(Object.entries(DEFAULTS));
  for (const [name, value] of Object.entries(given)) {
    if (value === undefined) continue;
    if (!(name in DEFAULTS) && !KEPT.includes(name))
      throw new AwsError('InvalidAttributeName', `the local cloud's SQS has no attribute ${name}`);
    checkValue(name, value);
    attributes.set(name, value);
  }
  return attributes;
}

function checkValue(name: string, value: string): void {
  if (name === 'RedrivePolicy') redriveFrom(value);
  if (name === 'Policy') policyIn(value);
  const [least, most] = RANGES[name] ?? [];
  if (least === undefined || most === undefined) return;
  if (/^\d+$/.test(value) && Number(value) >= least && Number(value) <= most) return;
  throw new AwsError('InvalidAttributeValue', `Invalid value for the parameter ${name}.`);
}

/** A queue's policy as its attribute has it: JSON. @throws AwsError InvalidAttributeValue */
export function policyIn(text: string): PolicyDocument {
  try {
    // It is read as a whole here, so what comes back is a document.
    const document = JSON.parse(text) as PolicyDocument;
    checkPolicy(document, 'resource');
    return document;
  } catch (cause) {
    const why = cause instanceof Error ? ` ${cause.message}` : '';
    throw new AwsError('InvalidAttributeValue', `Invalid value for the parameter Policy.${why}`, { cause });
  }
}

/** Where messages go that were received too often, if anywhere. */
export function redriveOf(attributes: ReadonlyMap<string, string>): Redrive | undefined {
  const text = attributes.get('RedrivePolicy');
  return text === undefined ? undefined : redriveFrom(text);
}

export interface Redrive {
  readonly deadLetterTargetArn: string;
  readonly maxReceiveCount: number;
}

const RedrivePolicy = z.object({
  deadLetterTargetArn: z.string(),
  maxReceiveCount: z.coerce.number().int().min(1),
});

function redriveFrom(text: string): Redrive {
  try {
    return RedrivePolicy.parse(JSON.parse(text));
  } catch (cause) {
    throw new AwsError('InvalidAttributeValue', 'Invalid value for the parameter RedrivePolicy.', { cause });
  }
}
