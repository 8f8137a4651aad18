import { z } from 'zod';

// Templates may give numbers and booleans as text.
const flag = z.union([z.boolean(), z.stringbool()]);
const number = z.coerce.number();
const text = z.coerce.string();

const source = z
  .strictObject({
    Type: z.enum([
      ...['BITBUCKET', 'CODECOMMIT', 'CODEPIPELINE', 'GITHUB', 'GITHUB_ENTERPRISE', 'GITLAB'],
      ...['GITLAB_SELF_MANAGED', 'NO_SOURCE', 'S3'],
    ] as const),
    Location: z.string().optional(),
    BuildSpec: z.string().optional(),
    GitCloneDepth: number.optional(),
    GitSubmodulesConfig: z.strictObject({ FetchSubmodules: flag }).optional(),
    ReportBuildStatus: flag.optional(),
    InsecureSsl: flag.optional(),
    Auth: z
      .strictObject({
        Type: z.enum(['OAUTH', 'CODECONNECTIONS', 'SECRETS_MANAGER']),
        Resource: z.string().optional(),
      })
      .optional(),
  })
  .transform((given) => ({
    type: given.Type,
    location: given.Location,
    buildspec: given.BuildSpec,
    gitCloneDepth: given.GitCloneDepth,
    gitSubmodulesConfig: given.GitSubmodulesConfig && {
      fetchSubmodules: given.GitSubmodulesConfig.FetchSubmodules,
    },
    reportBuildStatus: given.ReportBuildStatus,
    insecureSsl: given.InsecureSsl,
    auth: given.Auth && { type: given.Auth.Type, resource: given.Auth.Resource },
  }));

const variable = z
  .strictObject({
    Name: z.string(),
    Value: text,
    Type: z.enum(['PLAINTEXT', 'PARAMETER_STORE', 'SECRETS_MANAGER']).optional(),
  })
  .transform(({ Name, Value, Type }) => ({ name: Name, value: Value, type: Type }));

const environment = z
  .strictObject({
    Type: z.enum([
      'ARM_CONTAINER',
      'LINUX_CONTAINER',
      'LINUX_GPU_CONTAINER',
      'WINDOWS_SERVER_2019_CONTAINER',
    ]),
    Image: z.string(),
    ComputeType: z.enum([
      ...['BUILD_GENERAL1_SMALL', 'BUILD_GENERAL1_MEDIUM', 'BUILD_GENERAL1_LARGE'],
      ...['BUILD_GENERAL1_XLARGE', 'BUILD_GENERAL1_2XLARGE'],
    ] as const),
    PrivilegedMode: flag.optional(),
    ImagePullCredentialsType: z.enum(['CODEBUILD', 'SERVICE_ROLE']).optional(),
    EnvironmentVariables: z.array(variable).optional(),
  })
  .transform((given) => ({
    type: given.Type,
    image: given.Image,
    computeType: given.ComputeType,
    privilegedMode: given.PrivilegedMode,
    imagePullCredentialsType: given.ImagePullCredentialsType,
    environmentVariables: given.EnvironmentVariables,
  }));

const cloudWatchLogs = z
  .strictObject({
    Status: z.enum(['ENABLED', 'DISABLED']),
    GroupName: z.string().optional(),
    StreamName: z.string().optional(),
  })
  .transform(({ Status, GroupName, StreamName }) => ({
    status: Status,
    groupName: GroupName,
    streamName: StreamName,
  }));

/** The type's properties, read as CreateProject's input. What the local cloud lacks is refused by name. */
export const projectShape = z
  .strictObject({
    Name: z.string().optional(),
    Description: z.string().optional(),
    ServiceRole: z.string(),
    Source: source,
    SourceVersion: z.string().optional(),
    Artifacts: z.strictObject({ Type: z.literal('NO_ARTIFACTS') }),
    Environment: environment,
    Cache: z.strictObject({ Type: z.literal('NO_CACHE') }).optional(),
    TimeoutInMinutes: number.optional(),
    QueuedTimeoutInMinutes: number.optional(),
    ConcurrentBuildLimit: number.optional(),
    EncryptionKey: z.string().optional(),
    LogsConfig: z.strictObject({ CloudWatchLogs: cloudWatchLogs.optional() }).optional(),
    Visibility: z.literal('PRIVATE').optional(),
    Tags: z.array(z.strictObject({ Key: z.string(), Value: text })).optional(),
  })
  .transform((given) => ({
    name: given.Name,
    description: given.Description,
    serviceRole: given.ServiceRole,
    source: given.Source,
    sourceVersion: given.SourceVersion,
    artifacts: { type: given.Artifacts.Type },
    environment: given.Environment,
    timeoutInMinutes: given.TimeoutInMinutes,
    queuedTimeoutInMinutes: given.QueuedTimeoutInMinutes,
    concurrentBuildLimit: given.ConcurrentBuildLimit,
    encryptionKey: given.EncryptionKey,
    logsConfig: given.LogsConfig && { cloudWatchLogs: given.LogsConfig.CloudWatchLogs },
    tags: given.Tags?.map(({ Key, Value }) => ({ key: Key, value: Value })),
  }));
