import type { Architecture, CreateFunctionRequest, Runtime } from '@aws-sdk/client-lambda';
import { strToU8, zipSync } from 'fflate';
import { z } from 'zod';
import type { Properties, Resource, ResourceProvider } from '../../cloudformation/provider.ts';
import type { Context } from '../context.ts';
import { changeCode, changeSettings, createFunction, deleteFunction } from '../functions/change.ts';
import type { LambdaFunction } from '../functions/function.ts';

/** Templates may write numbers as text. Members that the local cloud lacks are refused, here or by the API's check. */
const Shape = z.strictObject({
  FunctionName: z.string().optional(),
  Code: z.strictObject({
    S3Bucket: z.string().optional(),
    S3Key: z.string().optional(),
    S3ObjectVersion: z.string().optional(),
    ZipFile: z.string().optional(),
    ImageUri: z.string().optional(),
  }),
  Handler: z.string().optional(),
  Runtime: z.string().optional(),
  Role: z.string(),
  Description: z.string().optional(),
  Timeout: z.coerce.number().optional(),
  MemorySize: z.coerce.number().optional(),
  EphemeralStorage: z.strictObject({ Size: z.coerce.number() }).optional(),
  Environment: z.strictObject({ Variables: z.record(z.string(), z.coerce.string()).optional() }).optional(),
  Architectures: z.array(z.enum(['x86_64', 'arm64'])).optional(),
  DurableConfig: z
    .strictObject({
      ExecutionTimeout: z.coerce.number().optional(),
      RetentionPeriodInDays: z.coerce.number().optional(),
    })
    .optional(),
  ReservedConcurrentExecutions: z.coerce.number().optional(),
  LoggingConfig: z
    .strictObject({ LogFormat: z.enum(['Text', 'JSON']).optional(), LogGroup: z.string().optional() })
    .optional(),
  TracingConfig: z.strictObject({ Mode: z.enum(['Active', 'PassThrough']).optional() }).optional(),
  DeadLetterConfig: z.strictObject({ TargetArn: z.string().optional() }).optional(),
  VpcConfig: z
    .strictObject({
      SubnetIds: z.array(z.string()).optional(),
      SecurityGroupIds: z.array(z.string()).optional(),
    })
    .optional(),
  PackageType: z.enum(['Zip', 'Image']).optional(),
  Layers: z.array(z.string()).optional(),
  Tags: z.array(z.strictObject({ Key: z.string(), Value: z.coerce.string() })).optional(),
});

type Shaped = z.infer<typeof Shape>;

export function functionResource(context: Context): ResourceProvider {
  const { registry } = context;
  return {
    replaceOn: ['FunctionName', 'PackageType'],
    async create({ properties, generatedName }) {
      const shaped = Shape.parse(properties);
      const { FunctionName = generatedName.slice(-64) } = shaped;
      const fn = await createFunction(context, {
        ...settingsIn(shaped),
        FunctionName,
        Code: codeIn(shaped),
        Role: shaped.Role,
      });
      return asResource(fn, shaped);
    },
    async update({ resource, properties, previous }) {
      const fn = registry.get(resource.id);
      const shaped = Shape.parse(properties);
      changeSettings(context, fn, withDefaults(shaped, previous));
      if (JSON.stringify(properties.Code) !== JSON.stringify(previous.Code))
        await changeCode(context, fn, codeIn(shaped));
      return asResource(fn, shaped);
    },
    delete({ resource }) {
      const fn = registry.find(resource.id);
      if (fn) deleteFunction(context, fn);
    },
  };
}

function asResource(fn: LambdaFunction, { Tags = [], ReservedConcurrentExecutions }: Shaped): Resource {
  fn.tags = Object.fromEntries(Tags.map(({ Key, Value }) => [Key, Value]));
  fn.reservedConcurrency = ReservedConcurrentExecutions;
  return { id: fn.name, attributes: { Arn: fn.arn } };
}

function settingsIn(shaped: Shaped): Omit<CreateFunctionRequest, 'FunctionName' | 'Code' | 'Tags'> {
  const {
    Code: _code,
    FunctionName: _name,
    Tags: _tags,
    ReservedConcurrentExecutions: _reserved,
    ...settings
  } = shaped;
  const { Runtime: runtime, Architectures, ...others } = settings;
  return {
    ...others,
    // Runtimes other than ours are refused by the API's own check.
    ...(runtime === undefined ? {} : { Runtime: runtime as Runtime }),
    ...(Architectures === undefined ? {} : { Architectures: Architectures as Architecture[] }),
  };
}

/** What a template no longer names goes back to what it is by default. */
function withDefaults(shaped: Shaped, previous: Properties) {
  const settings = settingsIn(shaped);
  return {
    Description: '',
    Timeout: 3,
    MemorySize: 128,
    Environment: { Variables: {} },
    ...(previous.DeadLetterConfig ? { DeadLetterConfig: { TargetArn: '' } } : {}),
    ...(previous.LoggingConfig ? { LoggingConfig: {} } : {}),
    ...(previous.TracingConfig ? { TracingConfig: { Mode: 'PassThrough' as const } } : {}),
    ...settings,
  };
}

/** `ZipFile` of a template is the source of `index`, not a zip (CloudFormation reference). */
function codeIn({ Code: { ZipFile, ...source } }: Shaped) {
  if (ZipFile === undefined) return source;
  return { ...source, ZipFile: zipSync({ 'index.js': strToU8(ZipFile) }) };
}
