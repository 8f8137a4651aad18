import type { Clock } from '../clock.ts';
import type { Properties, ResourceProvider, ResourceProviders } from '../cloudformation/provider.ts';
import type { Account, ObjectStore } from '../parts.ts';
import { unpack } from './code.ts';
import type { AsyncSettings, FunctionRegistry, FunctionSettings, LambdaFunction } from './functions.ts';
import type { Invoker } from './invoker.ts';

interface Deps {
  readonly account: Account;
  readonly clock: Clock;
  readonly registry: FunctionRegistry;
  readonly invoker: Invoker;
  readonly objects: ObjectStore;
}

// What would change how a function runs, and is not done here.
const NOT_HERE = ['Layers', 'FileSystemConfigs', 'ImageConfig', 'SnapStart', 'CodeSigningConfigArn'];

export function lambdaResources(deps: Deps): ResourceProviders {
  return {
    'AWS::Lambda::Function': functionProvider(deps),
    'AWS::Lambda::Version': versionProvider(deps),
    'AWS::Lambda::Alias': aliasProvider(deps),
    'AWS::Lambda::Permission': permissionProvider(deps),
    'AWS::Lambda::EventInvokeConfig': eventInvokeProvider(deps),
  };
}

function functionProvider({ account, clock, registry, invoker, objects }: Deps): ResourceProvider {
  const settingsOf = (properties: Properties): FunctionSettings => {
    const missing = NOT_HERE.filter((property) => properties[property] !== undefined);
    if (missing.length > 0) throw new Error(`${missing.join(', ')} of a function is not in the local cloud`);
    const {
      Handler,
      Runtime,
      Role,
      Code,
      Timeout,
      MemorySize,
      Description,
      Environment,
      Architectures,
      DurableConfig,
      DeadLetterConfig,
      LoggingConfig,
    } = properties as unknown as FunctionProperties;
    if (!Runtime?.startsWith('nodejs'))
      throw new Error(`the local cloud runs Node.js functions, not ${Runtime}`);
    const zip = Code.ZipFile === undefined ? objects.get(Code.S3Bucket ?? '', Code.S3Key ?? '') : undefined;
    if (zip === undefined)
      throw new Error('the local cloud takes the code of functions from S3 only, not inline');
    return {
      handler: Handler,
      runtime: Runtime,
      role: Role,
      timeout: Number(Timeout ?? 3),
      memory: Number(MemorySize ?? 128),
      description: Description ?? '',
      environment: Object.fromEntries(
        Object.entries(Environment?.Variables ?? {}).map(([name, value]) => [name, String(value)]),
      ),
      architectures: Architectures ?? ['x86_64'],
      code: unpack(account.folder, zip),
      modified: clock.date(),
      ...(DurableConfig
        ? {
            durable: {
              executionTimeout: Number(DurableConfig.ExecutionTimeout),
              retentionDays: Number(DurableConfig.RetentionPeriodInDays ?? 14),
            },
          }
        : {}),
      ...(DeadLetterConfig?.TargetArn ? { deadLetterArn: DeadLetterConfig.TargetArn } : {}),
      ...(LoggingConfig?.LogGroup ? { logGroup: LoggingConfig.LogGroup } : {}),
    };
  };
  const described = (fn: LambdaFunction, { ReservedConcurrentExecutions }: Properties) => {
    if (ReservedConcurrentExecutions === undefined) delete fn.reservedConcurrency;
    else fn.reservedConcurrency = Number(ReservedConcurrentExecutions);
    return { id: fn.name, attributes: { Arn: fn.arn } };
  };
  return {
    replaceOn: ['FunctionName'],
    create: ({ properties, generatedName }) => {
      const name = typeof properties.FunctionName === 'string' ? properties.FunctionName : generatedName;
      return described(registry.create(name, settingsOf(properties)), properties);
    },
    update: ({ resource, properties }) => {
      const fn = registry.get(resource.id);
      fn.latest = settingsOf(properties);
      invoker.retire(fn.name);
      return described(fn, properties);
    },
    delete: ({ resource }) => {
      registry.delete(resource.id);
      invoker.retire(resource.id);
    },
  };
}

interface FunctionProperties {
  readonly Handler: string;
  readonly Runtime?: string;
  readonly Role: string;
  readonly Code: { readonly S3Bucket?: string; readonly S3Key?: string; readonly ZipFile?: string };
  readonly Timeout?: number | string;
  readonly MemorySize?: number | string;
  readonly Description?: string;
  readonly Environment?: { readonly Variables?: Readonly<Record<string, unknown>> };
  readonly Architectures?: readonly string[];
  readonly DurableConfig?: {
    readonly ExecutionTimeout: number | string;
    readonly RetentionPeriodInDays?: number | string;
  };
  readonly DeadLetterConfig?: { readonly TargetArn?: string };
  readonly LoggingConfig?: { readonly LogGroup?: string };
}

function versionProvider({ registry }: Deps): ResourceProvider {
  return {
    replaceOn: ['FunctionName', 'CodeSha256', 'Description'],
    create: ({ properties: { FunctionName, Description } }) => {
      const fn = registry.get(String(FunctionName));
      const version = registry.publish(fn, typeof Description === 'string' ? Description : undefined);
      return {
        id: `${fn.arn}:${version}`,
        attributes: { Version: version, FunctionArn: `${fn.arn}:${version}` },
      };
    },
    update: ({ resource }) => resource,
    // A version may go after its function.
    delete: ({ resource }) => {
      const [name, version] = resource.id.split(':').slice(-2);
      registry
        .list()
        .find((fn) => fn.name === name)
        ?.versions.delete(version ?? '');
    },
  };
}

function aliasProvider({ registry }: Deps): ResourceProvider {
  const settle = ({ FunctionName, FunctionVersion, Name, Description, RoutingConfig }: Properties) => {
    if (RoutingConfig !== undefined) throw new Error('RoutingConfig of an alias is not in the local cloud');
    const fn = registry.get(String(FunctionName));
    registry.resolve(fn.name, String(FunctionVersion));
    fn.aliases.set(String(Name), {
      name: String(Name),
      version: String(FunctionVersion),
      description: String(Description ?? ''),
    });
    return { id: `${fn.arn}:${Name}`, attributes: { AliasArn: `${fn.arn}:${Name}` } };
  };
  return {
    replaceOn: ['FunctionName', 'Name'],
    create: ({ properties }) => settle(properties),
    update: ({ properties }) => settle(properties),
    delete: ({ properties: { FunctionName, Name } }) => {
      registry
        .list()
        .find((fn) => fn.name === FunctionName || fn.arn === FunctionName)
        ?.aliases.delete(String(Name));
    },
  };
}

function permissionProvider({ registry }: Deps): ResourceProvider {
  const settle = (id: string, { FunctionName, Action, Principal, SourceArn, SourceAccount }: Properties) => {
    const fn = registry.get(String(FunctionName));
    const condition = {
      ...(SourceArn === undefined ? {} : { ArnLike: { 'AWS:SourceArn': SourceArn } }),
      ...(SourceAccount === undefined ? {} : { StringEquals: { 'AWS:SourceAccount': SourceAccount } }),
    };
    fn.policy.set(id, {
      Sid: id,
      Effect: 'Allow',
      Principal: { Service: Principal },
      Action,
      Resource: fn.arn,
      ...(Object.keys(condition).length > 0 ? { Condition: condition } : {}),
    });
    return { id, attributes: { Id: id } };
  };
  return {
    replaceOn: ['FunctionName', 'Action', 'Principal', 'SourceArn', 'SourceAccount'],
    create: ({ properties, generatedName }) => settle(generatedName, properties),
    update: ({ resource, properties }) => settle(resource.id, properties),
    delete: ({ resource }) => {
      for (const fn of registry.list()) fn.policy.delete(resource.id);
    },
  };
}

function eventInvokeProvider({ registry }: Deps): ResourceProvider {
  const settle = ({
    FunctionName,
    Qualifier,
    MaximumRetryAttempts,
    MaximumEventAgeInSeconds,
    DestinationConfig,
  }: Properties) => {
    const fn = registry.get(String(FunctionName));
    const { OnFailure, OnSuccess } = (DestinationConfig ?? {}) as {
      OnFailure?: { Destination: string };
      OnSuccess?: object;
    };
    if (OnSuccess !== undefined) throw new Error('a destination for successes is not in the local cloud');
    const settings: AsyncSettings = {
      ...(MaximumRetryAttempts === undefined ? {} : { maximumRetryAttempts: Number(MaximumRetryAttempts) }),
      ...(MaximumEventAgeInSeconds === undefined
        ? {}
        : { maximumEventAgeInSeconds: Number(MaximumEventAgeInSeconds) }),
      ...(OnFailure ? { onFailureArn: OnFailure.Destination } : {}),
    };
    fn.asynchronous.set(String(Qualifier), settings);
    return { id: `${fn.name}:${Qualifier}`, attributes: {} };
  };
  return {
    replaceOn: ['FunctionName', 'Qualifier'],
    create: ({ properties }) => settle(properties),
    update: ({ properties }) => settle(properties),
    delete: ({ properties: { FunctionName, Qualifier } }) => {
      registry
        .list()
        .find(({ name }) => name === FunctionName)
        ?.asynchronous.delete(String(Qualifier));
    },
  };
}
