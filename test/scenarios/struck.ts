import type { Cloud } from '../../local/cloud.ts';
import type { CheckedFault, Fault } from '../../local/faults/fault.ts';

/** A fault that strikes by chance must have struck where so many strikes were to be expected. */
const EXPECTED_BY_CHANCE = 10;

/** Fields by which a fault is for some things only, which are not counted here. */
const FILTERS = ['service', 'operation', 'caller', 'source', 'detailType', 'times', 'skip'];

/** Counts what the faults that are in force now may strike, without asking them, to see that they did. */
export class Struck {
  readonly #cloud: Cloud;
  readonly #faults: readonly { readonly id: string; readonly fault: CheckedFault }[];
  #calls = 0;
  #lists = 0;
  #events = 0;

  constructor(cloud: Cloud) {
    this.#cloud = cloud;
    this.#faults = cloud.faults.list();
    cloud.events.onEvent(() => {
      this.#events++;
    });
    cloud.gateway.onCall((call) => {
      // Whoever was refused did not get as far as to where faults strike.
      if (call.error !== undefined) return;
      this.#calls++;
      if (cloud.gateway.pagingOf(call)) this.#lists++;
    });
  }

  /** The faults that never struck though they could have. */
  get missing(): string[] {
    const listed = new Map(this.#cloud.faults.list().map(({ id, struck }) => [id, struck]));
    return this.#faults
      .filter(({ id, fault }) => this.#mustHaveStruck(fault) && (listed.get(id) ?? 0) === 0)
      .map(({ fault }) => `${JSON.stringify(fault)} never struck`);
  }

  #mustHaveStruck(fault: CheckedFault): boolean {
    const fields: Readonly<Record<string, unknown>> = { ...fault };
    if (FILTERS.some((field) => fields[field] !== undefined)) return false;
    const { share } = fields;
    const met = this.#metBy(fault.kind);
    return typeof share === 'number' ? met * share >= EXPECTED_BY_CHANCE : met > 0;
  }

  #metBy(kind: Fault['kind']): number {
    switch (kind) {
      case 'lose-events':
      case 'double-events':
      case 'delay-events':
      case 'reorder-events':
        return this.#events;
      case 'pages':
        return this.#lists;
      case 'latency':
      case 'throttle':
        return this.#calls;
      default:
        return 0;
    }
  }
}
