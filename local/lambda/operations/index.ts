import type { Service } from '../../gateway/service.ts';
import type { Context } from '../context.ts';
import { addPermission } from './add-permission.ts';
import { checkpointDurableExecution } from './checkpoint-durable-execution.ts';
import { createAlias } from './create-alias.ts';
import { createFunction } from './create-function.ts';
import { deleteFunction } from './delete-function.ts';
import { getAlias } from './get-alias.ts';
import { getDurableExecution } from './get-durable-execution.ts';
import { getDurableExecutionHistory } from './get-durable-execution-history.ts';
import { getDurableExecutionState } from './get-durable-execution-state.ts';
import { getFunction } from './get-function.ts';
import { getFunctionConfiguration } from './get-function-configuration.ts';
import { getFunctionEventInvokeConfig } from './get-function-event-invoke-config.ts';
import { getPolicy } from './get-policy.ts';
import { invoke } from './invoke.ts';
import { listAliases } from './list-aliases.ts';
import { listDurableExecutionsByFunction } from './list-durable-executions-by-function.ts';
import { listFunctions } from './list-functions.ts';
import { listVersionsByFunction } from './list-versions-by-function.ts';
import { publishVersion } from './publish-version.ts';
import { putFunctionConcurrency } from './put-function-concurrency.ts';
import { putFunctionEventInvokeConfig } from './put-function-event-invoke-config.ts';
import { removePermission } from './remove-permission.ts';
import { sendDurableExecutionCallbackFailure } from './send-durable-execution-callback-failure.ts';
import { sendDurableExecutionCallbackHeartbeat } from './send-durable-execution-callback-heartbeat.ts';
import { sendDurableExecutionCallbackSuccess } from './send-durable-execution-callback-success.ts';
import { stopDurableExecution } from './stop-durable-execution.ts';
import { updateFunctionCode } from './update-function-code.ts';
import { updateFunctionConfiguration } from './update-function-configuration.ts';

export const operationsOf = (context: Context): Service['operations'] => ({
  AddPermission: addPermission(context),
  CheckpointDurableExecution: checkpointDurableExecution(context),
  CreateAlias: createAlias(context),
  CreateFunction: createFunction(context),
  DeleteFunction: deleteFunction(context),
  GetAlias: getAlias(context),
  GetDurableExecutionHistory: getDurableExecutionHistory(context),
  GetDurableExecutionState: getDurableExecutionState(context),
  GetDurableExecution: getDurableExecution(context),
  GetFunctionConfiguration: getFunctionConfiguration(context),
  GetFunctionEventInvokeConfig: getFunctionEventInvokeConfig(context),
  GetFunction: getFunction(context),
  GetPolicy: getPolicy(context),
  Invoke: invoke(context),
  ListAliases: listAliases(context),
  ListDurableExecutionsByFunction: listDurableExecutionsByFunction(context),
  ListFunctions: listFunctions(context),
  ListVersionsByFunction: listVersionsByFunction(context),
  PublishVersion: publishVersion(context),
  PutFunctionConcurrency: putFunctionConcurrency(context),
  PutFunctionEventInvokeConfig: putFunctionEventInvokeConfig(context),
  RemovePermission: removePermission(context),
  SendDurableExecutionCallbackFailure: sendDurableExecutionCallbackFailure(context),
  SendDurableExecutionCallbackHeartbeat: sendDurableExecutionCallbackHeartbeat(context),
  SendDurableExecutionCallbackSuccess: sendDurableExecutionCallbackSuccess(context),
  StopDurableExecution: stopDurableExecution(context),
  UpdateFunctionCode: updateFunctionCode(context),
  UpdateFunctionConfiguration: updateFunctionConfiguration(context),
});
