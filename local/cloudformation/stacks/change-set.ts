import type {
  ChangeSetStatus,
  ChangeSetType,
  ExecutionStatus,
  ResourceChange,
} from '@aws-sdk/client-cloudformation';
import type { Desired } from './stack.ts';

export interface ChangeSet {
  readonly id: string;
  readonly name: string;
  readonly type: ChangeSetType;
  readonly description: string | undefined;
  readonly desired: Desired;
  readonly changes: readonly ResourceChange[];
  readonly status: ChangeSetStatus;
  readonly statusReason: string | undefined;
  readonly createdAt: Date;
  executionStatus: ExecutionStatus;
}

/** What clients look for in the reason of a change set without changes. */
export const NO_CHANGES =
  "The submitted information didn't contain changes. Submit different information to create a change set.";
