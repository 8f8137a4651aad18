import { type EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import type { EventKind } from '../../events/index.ts';
import { Retryable } from '../deployment/errors.ts';

/** Puts one event on Slipway's own bus. @throws Retryable when EventBridge did not take it */
export async function publish<Detail extends object>(
  client: EventBridgeClient,
  bus: string,
  kind: EventKind<Detail>,
  detail: Detail,
): Promise<void> {
  const answer = await client.send(
    new PutEventsCommand({
      Entries: [
        {
          EventBusName: bus,
          Source: kind.source,
          DetailType: kind.detailType,
          Detail: JSON.stringify(detail),
        },
      ],
    }),
  );
  // PutEvents answers 200 also when it took nothing.
  if (answer.FailedEntryCount) {
    const [entry] = answer.Entries ?? [];
    throw new Retryable(
      `EventBridge did not take ${kind.detailType}: ${entry?.ErrorCode} ${entry?.ErrorMessage}`,
    );
  }
}
