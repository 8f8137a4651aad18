import type { ApplyUpdate } from './apply-update.ts';

/** Steps: a try that failed waits as PENDING, and is READY when its time has come. */
export const updateStep: ApplyUpdate = ({ execution, wake }, update, stored) => {
  const { operation } = stored;
  const { Action, Payload, StepOptions } = update;
  if (Action === 'START') {
    operation.Status = 'STARTED';
    execution.record('StepStarted', operation, {});
    return;
  }
  // The number of tries that have ended.
  const Attempt = (operation.StepDetails?.Attempt ?? 0) + 1;
  operation.StepDetails = {
    Attempt,
    ...(Payload === undefined ? {} : { Result: Payload }),
    ...(update.Error === undefined ? {} : { Error: update.Error }),
  };
  const NextAttemptDelaySeconds = StepOptions?.NextAttemptDelaySeconds;
  const RetryDetails = {
    CurrentAttempt: Attempt,
    ...(Action === 'RETRY' && NextAttemptDelaySeconds !== undefined ? { NextAttemptDelaySeconds } : {}),
  };
  if (update.Error)
    execution.record('StepFailed', operation, { Error: { Payload: update.Error }, RetryDetails });
  else execution.record('StepSucceeded', operation, { Result: { Payload }, RetryDetails });
  if (Action !== 'RETRY') {
    execution.close(stored, Action === 'SUCCEED' ? 'SUCCEEDED' : 'FAILED');
    return;
  }
  operation.Status = 'PENDING';
  const { date } = execution.schedule(stored, NextAttemptDelaySeconds ?? 1, () => {
    operation.Status = 'READY';
    execution.touch(stored);
    wake();
  });
  operation.StepDetails.NextAttemptTimestamp = date;
};
