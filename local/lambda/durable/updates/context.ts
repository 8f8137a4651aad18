import type { ApplyUpdate } from './apply-update.ts';

/** Child contexts: `runInChildContext`, `map`, `parallel` and their branches. */
export const updateContext: ApplyUpdate = ({ execution }, update, stored) => {
  const { operation } = stored;
  const { Action, Payload, ContextOptions } = update;
  const ReplayChildren = ContextOptions?.ReplayChildren ?? operation.ContextDetails?.ReplayChildren;
  operation.ContextDetails = {
    ...(ReplayChildren === undefined ? {} : { ReplayChildren }),
    ...(Payload === undefined ? {} : { Result: Payload }),
    ...(update.Error === undefined ? {} : { Error: update.Error }),
  };
  if (Action === 'START') {
    execution.record('ContextStarted', operation, {});
    return;
  }
  if (Action === 'SUCCEED') execution.record('ContextSucceeded', operation, { Result: { Payload } });
  else execution.record('ContextFailed', operation, { Error: { Payload: update.Error } });
  execution.close(stored, Action === 'SUCCEED' ? 'SUCCEEDED' : 'FAILED');
};
