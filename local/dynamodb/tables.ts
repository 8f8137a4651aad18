import type { TableClass, TableDescription } from '@aws-sdk/client-dynamodb';
import { AwsError } from '../gateway/service.ts';

/** What dynalite does not keep of a table. */
export interface TableSettings {
  deletionProtection: boolean;
  pointInTimeRecovery: boolean;
  encryptedByKms: boolean;
  tableClass: TableClass;
  /** The attribute that says when an item's time is over, in seconds since 1970. */
  timeToLive: string | undefined;
}

/** The settings of the tables that are there. */
export class Tables {
  readonly #byName = new Map<string, TableSettings>();

  names(): string[] {
    return [...this.#byName.keys()];
  }

  add(name: string): TableSettings {
    const settings: TableSettings = {
      deletionProtection: false,
      pointInTimeRecovery: false,
      encryptedByKms: false,
      tableClass: 'STANDARD',
      timeToLive: undefined,
    };
    this.#byName.set(name, settings);
    return settings;
  }

  /** By name or ARN. */
  find(table: string): TableSettings | undefined {
    return this.#byName.get(nameOf(table));
  }

  /** By name or ARN. @throws AwsError ResourceNotFoundException */
  get(table: string): TableSettings {
    const settings = this.find(table);
    if (settings) return settings;
    throw new AwsError(
      'ResourceNotFoundException',
      `Requested resource not found: Table: ${nameOf(table)} not found`,
    );
  }

  delete(table: string): void {
    this.#byName.delete(nameOf(table));
  }

  /** Adds the settings to dynalite's description. */
  describe(description: TableDescription): TableDescription {
    const { deletionProtection, encryptedByKms, tableClass } = this.get(description.TableName ?? '');
    return {
      ...description,
      DeletionProtectionEnabled: deletionProtection,
      ...(encryptedByKms ? { SSEDescription: { Status: 'ENABLED', SSEType: 'KMS' } } : {}),
      ...(tableClass === 'STANDARD' ? {} : { TableClassSummary: { TableClass: tableClass } }),
    };
  }
}

function nameOf(table: string): string {
  return table.split('/').at(-1) ?? table;
}
