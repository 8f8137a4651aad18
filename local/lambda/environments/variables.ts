import { join } from 'node:path';
import type { Account, RoleCredentials } from '../../parts.ts';
import type { FunctionVersion } from '../functions/function.ts';

export const logGroupOf = ({ functionName, settings }: FunctionVersion): string =>
  settings.logging.LogGroup ?? `/aws/lambda/${functionName}`;

/**
 * The whole environment of a function's process: what AWS sets, what the function sets, and nothing of ours.
 * @see https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html#configuration-envvars-runtime
 */
export function variablesFor(
  version: FunctionVersion,
  {
    account,
    credentials,
    runtimeApi,
    logStream,
  }: { account: Account; credentials: RoleCredentials; runtimeApi: string; logStream: string },
): Record<string, string> {
  const { functionName, settings, code } = version;
  return {
    PATH: '/usr/local/bin:/usr/bin:/bin',
    LANG: 'en_US.UTF-8',
    TZ: 'UTC',
    // Not the user's own: the SDK would read their ~/.aws there.
    HOME: join(account.folder, 'lambda', 'home'),
    // The one thing that is not as on AWS: where AWS is.
    AWS_ENDPOINT_URL: account.endpoint,
    ...settings.environment,
    _HANDLER: settings.handler,
    LAMBDA_TASK_ROOT: code.folder,
    LAMBDA_RUNTIME_DIR: '/var/runtime',
    AWS_LAMBDA_RUNTIME_API: runtimeApi,
    AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs24.x',
    AWS_REGION: account.region,
    AWS_DEFAULT_REGION: account.region,
    AWS_LAMBDA_FUNCTION_NAME: functionName,
    AWS_LAMBDA_FUNCTION_VERSION: version.version,
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(settings.memorySize),
    AWS_LAMBDA_INITIALIZATION_TYPE: 'on-demand',
    AWS_LAMBDA_LOG_GROUP_NAME: logGroupOf(version),
    AWS_LAMBDA_LOG_STREAM_NAME: logStream,
    AWS_ACCESS_KEY_ID: credentials.accessKeyId,
    AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
    AWS_SESSION_TOKEN: credentials.sessionToken,
  };
}
