import type { ApplyUpdate } from './apply-update.ts';

export const updateWait: ApplyUpdate = ({ execution, wake }, { Action, WaitOptions }, stored) => {
  const { operation } = stored;
  if (Action === 'CANCEL') {
    execution.record('WaitCancelled', operation, {});
    execution.close(stored, 'CANCELLED');
    return;
  }
  const Duration = WaitOptions?.WaitSeconds ?? 1;
  const { date: ScheduledEndTimestamp } = execution.schedule(stored, Duration, () => {
    execution.record('WaitSucceeded', operation, { Duration });
    execution.close(stored, 'SUCCEEDED');
    wake();
  });
  operation.WaitDetails = { ScheduledEndTimestamp };
  execution.record('WaitStarted', operation, { Duration, ScheduledEndTimestamp });
};
