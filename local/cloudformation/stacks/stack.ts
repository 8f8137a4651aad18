import { randomUUID } from 'node:crypto';
import type { Output, ResourceStatus, StackEvent, StackStatus, Tag } from '@aws-sdk/client-cloudformation';
import type { Clock } from '../../clock.ts';
import type { Account } from '../../parts.ts';
import type { Properties, Resource } from '../provider.ts';
import type { ParameterValues } from '../template/parameters.ts';
import type { Template } from '../template/parse.ts';
import type { Policy } from '../template/shape.ts';
import type { ChangeSet } from './change-set.ts';

/** What a stack was asked to be. */
export interface Desired {
  readonly body: string;
  readonly template: Template;
  readonly parameters: ParameterValues;
  readonly tags: readonly Tag[];
  readonly capabilities: readonly string[];
  readonly roleArn?: string;
}

export interface StackResource {
  readonly logicalId: string;
  readonly type: string;
  /** Not there when it could not be made. */
  readonly resource?: Resource;
  readonly properties: Properties;
  readonly generatedName: string;
  /** Logical ids that must be there before it. */
  readonly needs: readonly string[];
  readonly deletionPolicy: Policy;
  readonly updateReplacePolicy: Policy;
  readonly status: ResourceStatus;
  readonly statusReason?: string;
  readonly changedAt: Date;
}

export type OnFailure = 'ROLLBACK' | 'DO_NOTHING' | 'DELETE';

/** One stack with all that is known of it. Only the flows in this folder change its resources. */
export class Stack {
  readonly id: string;
  readonly name: string;
  readonly createdAt: Date;
  updatedAt: Date | undefined;
  deletedAt: Date | undefined;
  status: StackStatus = 'REVIEW_IN_PROGRESS';
  statusReason: string | undefined;
  desired: Desired;
  onFailure: OnFailure = 'ROLLBACK';
  terminationProtection = false;
  outputs: readonly Output[] = [];
  /** Names of the exports of other stacks that it uses. */
  imports: ReadonlySet<string> = new Set();
  readonly resources = new Map<string, StackResource>();
  readonly changeSets: ChangeSet[] = [];
  /** Oldest first. */
  readonly events: StackEvent[] = [];
  readonly #clock: Clock;

  constructor(name: string, desired: Desired, { account, clock }: { account: Account; clock: Clock }) {
    this.name = name;
    this.id = `arn:aws:cloudformation:${account.region}:${account.id}:stack/${name}/${randomUUID()}`;
    this.desired = desired;
    this.#clock = clock;
    this.createdAt = clock.date();
  }

  /** The stack's own status, with its event. */
  enter(status: StackStatus, reason?: string): void {
    this.status = status;
    this.statusReason = reason;
    // AWS has events of these states too, but its own model of an event does not: clients could not read them.
    if (status === 'REVIEW_IN_PROGRESS' || status.endsWith('_CLEANUP_IN_PROGRESS')) return;
    this.#record({
      LogicalResourceId: this.name,
      PhysicalResourceId: this.id,
      ResourceType: 'AWS::CloudFormation::Stack',
      // All others are states of resources as well.
      ResourceStatus: status as ResourceStatus,
      ResourceStatusReason: reason,
    });
  }

  /** A resource's new state, with its event. */
  keep(resource: StackResource): void {
    this.resources.set(resource.logicalId, resource);
    this.log(resource);
  }

  /** Only the event: for what the stack has no more. */
  log(resource: StackResource): void {
    this.#record({
      LogicalResourceId: resource.logicalId,
      PhysicalResourceId: resource.resource?.id ?? '',
      ResourceType: resource.type,
      ResourceStatus: resource.status,
      ResourceStatusReason: resource.statusReason,
      ResourceProperties: JSON.stringify(resource.properties),
    });
  }

  #record(event: Partial<StackEvent>): void {
    this.events.push({
      StackId: this.id,
      StackName: this.name,
      EventId: randomUUID(),
      Timestamp: this.#clock.date(),
      ...event,
    });
  }

  get isBusy(): boolean {
    return this.status.endsWith('_IN_PROGRESS') && this.status !== 'REVIEW_IN_PROGRESS';
  }

  get isDeleted(): boolean {
    return this.status === 'DELETE_COMPLETE';
  }
}
