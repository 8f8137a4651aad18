import { passing } from './pass-role.ts';
import type { AccessRules, Scope } from './rules.ts';

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

function passingRole({ Role }: { readonly Role?: string }) {
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
  more: { CreateFunction: passingRole, UpdateFunctionConfiguration: passingRole },
};
