import type { ApplyUpdate } from './apply-update.ts';

/** How the SDK ends an execution whose result is too large to be returned. */
export const updateExecution: ApplyUpdate = ({ execution }, { Action, Payload, Error: error }) => {
  if (Action === 'SUCCEED') execution.end('SUCCEEDED', Payload === undefined ? {} : { result: Payload });
  else execution.end('FAILED', error === undefined ? {} : { error });
};
