import type { CreateFunctionRequest } from '@aws-sdk/client-lambda';
import { passing } from './pass-role.ts';
import type { AccessRules, Scope } from './rules.ts';
import { tagging } from './tag-on-creation.ts';

interface OfFunction {
  readonly FunctionName: string;
  readonly Qualifier?: string;
}

const functionArn = ({ FunctionName, Qualifier }: OfFunction, { arn }: Scope) => {
  const name = FunctionName.startsWith('arn:') ? FunctionName : `function:${FunctionName}`;
  return [`${arn('lambda', name)}${Qualifier === undefined ? '' : `:${Qualifier}`}`];
};
/** `FUNCTION_ARN:VERSION/durable-execution/NAME/ID`: a policy for `FUNCTION_ARN:*` takes them in, one for the version alone does not. */
const ofExecution = ({ DurableExecutionArn }: { readonly DurableExecutionArn: string }) => [
  DurableExecutionArn,
];
const ofCallback = ({ CallbackId = '' }: { readonly CallbackId?: string }, scope: Scope) => [
  scope.executionOfCallback(CallbackId) ?? '*',
];

/** @see https://docs.aws.amazon.com/lambda/latest/dg/configuration-tags.html */
function creating(input: CreateFunctionRequest, scope: Scope) {
  return [
    ...tagging(
      'lambda:TagResource',
      input.Tags,
      functionArn({ FunctionName: input.FunctionName ?? '' }, scope),
    ),
    ...passingRole(input),
  ];
}

function passingRole({ Role }: { readonly Role?: string | undefined }) {
  return passing('lambda.amazonaws.com', Role);
}

/** @see https://docs.aws.amazon.com/service-authorization/latest/reference/list_awslambda.html */
export const lambdaAccess: AccessRules = {
  prefix: 'lambda',
  actions: { Invoke: 'InvokeFunction', InvokeWithResponseStream: 'InvokeFunction' },
  resources: {
    AddPermission: functionArn,
    CheckpointDurableExecution: ofExecution,
    CreateAlias: functionArn,
    CreateFunction: functionArn,
    DeleteFunction: functionArn,
    GetAlias: functionArn,
    GetDurableExecution: ofExecution,
    GetDurableExecutionHistory: ofExecution,
    GetDurableExecutionState: ofExecution,
    GetFunction: functionArn,
    GetFunctionConfiguration: functionArn,
    GetFunctionEventInvokeConfig: functionArn,
    GetPolicy: functionArn,
    Invoke: functionArn,
    InvokeWithResponseStream: functionArn,
    ListAliases: functionArn,
    ListDurableExecutionsByFunction: functionArn,
    ListVersionsByFunction: functionArn,
    PublishVersion: functionArn,
    PutFunctionConcurrency: functionArn,
    PutFunctionEventInvokeConfig: functionArn,
    RemovePermission: functionArn,
    SendDurableExecutionCallbackFailure: ofCallback,
    SendDurableExecutionCallbackHeartbeat: ofCallback,
    SendDurableExecutionCallbackSuccess: ofCallback,
    StopDurableExecution: ofExecution,
    UpdateFunctionCode: functionArn,
    UpdateFunctionConfiguration: functionArn,
  },
  more: { CreateFunction: creating, UpdateFunctionConfiguration: passingRole },
};
