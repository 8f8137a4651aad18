import type { Pipeline } from '../deployment/model.ts';
import { configKey } from './keys.ts';
import type { Table } from './table.ts';

export interface StoredConfig {
  /** 0 when nothing has been applied yet. */
  readonly version: number;
  readonly pipelines: readonly Pipeline[];
  /** slipway.yml as it was given. */
  readonly text: string;
  /** Milliseconds since 1970. Undefined when nothing has been. */
  readonly appliedAt?: number;
}

export async function currentConfig(table: Table): Promise<StoredConfig> {
  const [newest] = await table.list<StoredConfig>('config', 'version#', { newestFirst: true, limit: 1 });
  return newest ?? { version: 0, pipelines: [], text: '' };
}

/** Stores the version after `previous`. False when somebody else applied one meanwhile. */
export function storeConfig(
  table: Table,
  previous: number,
  config: { readonly pipelines: readonly Pipeline[]; readonly text: string },
  by: { readonly who: string; readonly at: number },
): Promise<boolean> {
  const version = previous + 1;
  return table.add({ ...configKey(version), version, ...config, appliedBy: by.who, appliedAt: by.at });
}
