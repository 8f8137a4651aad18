import type { UpdateTimeToLiveInput } from '@aws-sdk/client-dynamodb';
import type { Clock, Timer } from '../clock.ts';
import type { Engine } from './engine.ts';

/** How often expired items are looked for. DynamoDB itself takes up to a few days. */
const EVERY_SECONDS = 3600;

interface Keyed {
  readonly Table: { readonly KeySchema: readonly { readonly AttributeName: string }[] };
}

type Attributes = Record<string, { readonly N?: string }>;

/** Removes items whose time is over, which dynalite does not do. */
export class TimeToLive {
  readonly #engine: Engine;
  readonly #clock: Clock;
  readonly #attributes = new Map<string, string>();
  #timer: Timer | undefined;

  constructor(engine: Engine, clock: Clock) {
    this.#engine = engine;
    this.#clock = clock;
  }

  readonly operations = {
    UpdateTimeToLive: ({ TableName = '', TimeToLiveSpecification }: UpdateTimeToLiveInput) => {
      const { AttributeName = '', Enabled = false } = TimeToLiveSpecification ?? {};
      this.set(TableName, Enabled ? AttributeName : undefined);
      return { TimeToLiveSpecification: { AttributeName, Enabled } };
    },
    DescribeTimeToLive: ({ TableName = '' }: { TableName?: string }) => {
      const AttributeName = this.#attributes.get(TableName);
      const on = { TimeToLiveStatus: 'ENABLED', AttributeName };
      return { TimeToLiveDescription: AttributeName === undefined ? { TimeToLiveStatus: 'DISABLED' } : on };
    },
  };

  set(table: string, attribute: string | undefined): void {
    if (attribute === undefined) this.#attributes.delete(table);
    else this.#attributes.set(table, attribute);
    this.#timer ??= this.#clock.after(EVERY_SECONDS, () => void this.#sweep());
  }

  close(): void {
    this.#timer?.cancel();
    this.#attributes.clear();
  }

  async #sweep(): Promise<void> {
    for (const [table, attribute] of this.#attributes) {
      // A table may be deleted in between: then there is nothing to expire.
      await this.#expire(table, attribute).catch(() => this.#attributes.delete(table));
    }
    this.#timer = undefined;
    if (this.#attributes.size > 0) this.#timer = this.#clock.after(EVERY_SECONDS, () => void this.#sweep());
  }

  async #expire(TableName: string, attribute: string): Promise<void> {
    const { Table } = (await this.#engine.send('DescribeTable', { TableName })) as unknown as Keyed;
    const { Items = [] } = (await this.#engine.send('Scan', { TableName })) as { Items?: Attributes[] };
    const now = this.#clock.now() / 1000;
    for (const item of Items.filter((one) => Number(one[attribute]?.N ?? Number.POSITIVE_INFINITY) < now)) {
      const Key = Object.fromEntries(
        Table.KeySchema.map(({ AttributeName }) => [AttributeName, item[AttributeName]]),
      );
      await this.#engine.send('DeleteItem', { TableName, Key });
    }
  }
}
