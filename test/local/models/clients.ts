import { readdirSync } from 'node:fs';

/** All that the gateway has models of: what it serves is among them. By the names of the SDK's packages. */
export const clients = readdirSync(new URL('../../../local/gateway/constraints/', import.meta.url))
  .map((file) => file.replace('.json', ''))
  .toSorted();
