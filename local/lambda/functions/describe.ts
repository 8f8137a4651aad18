import type { AliasConfiguration, FunctionConfiguration } from '@aws-sdk/client-lambda';
import type { Account } from '../../parts.ts';
import { functionArn } from '../arns.ts';
import type { Alias, FunctionVersion } from './function.ts';

/** As the API describes a version. @param qualifier as it was named, which is part of the ARN */
export function describeVersion(
  account: Account,
  { functionName, version, settings, code, modified, revisionId }: FunctionVersion,
  qualifier?: string,
): FunctionConfiguration {
  const { durable, deadLetterArn, vpc, logging } = settings;
  const named = qualifier ?? (version === '$LATEST' ? undefined : version);
  return {
    FunctionName: functionName,
    FunctionArn: functionArn(account, functionName, named),
    Runtime: 'nodejs24.x',
    Role: settings.role,
    Handler: settings.handler,
    CodeSize: code.size,
    CodeSha256: code.sha256,
    Description: settings.description,
    Timeout: settings.timeout,
    MemorySize: settings.memorySize,
    // Not quite ISO 8601: AWS writes the offset so.
    LastModified: modified.toISOString().replace('Z', '+0000'),
    Version: version,
    RevisionId: revisionId,
    State: 'Active',
    LastUpdateStatus: 'Successful',
    PackageType: 'Zip',
    Architectures: [...settings.architectures],
    EphemeralStorage: { Size: settings.ephemeralStorage },
    TracingConfig: { Mode: settings.tracing },
    SnapStart: { ApplyOn: 'None', OptimizationStatus: 'Off' },
    LoggingConfig: { LogFormat: 'Text', LogGroup: logging.LogGroup ?? `/aws/lambda/${functionName}` },
    ...(Object.keys(settings.environment).length > 0
      ? { Environment: { Variables: { ...settings.environment } } }
      : {}),
    ...(durable ? { DurableConfig: durable } : {}),
    ...(deadLetterArn ? { DeadLetterConfig: { TargetArn: deadLetterArn } } : {}),
    ...(vpc ? { VpcConfig: { ...vpc, VpcId: '' } } : {}),
  };
}

export function describeAlias(account: Account, functionName: string, alias: Alias): AliasConfiguration {
  const { name, version, description, weights, revisionId } = alias;
  return {
    AliasArn: functionArn(account, functionName, name),
    Name: name,
    FunctionVersion: version,
    Description: description,
    RevisionId: revisionId,
    ...(weights ? { RoutingConfig: { AdditionalVersionWeights: { ...weights } } } : {}),
  };
}
