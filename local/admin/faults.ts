import { BadFault, type Fault } from '../faults/fault.ts';
import type { Faults } from '../faults/index.ts';
import type { AdminAnswer, AdminResource } from './resource.ts';

/** Lists faults with their counts, adds one, takes one or all away. */
export function faultsResource(faults: Faults): AdminResource {
  return {
    usage: 'GET /_local/faults; POST /_local/faults {"kind": …}; DELETE /_local/faults[/ID]',
    GET: ({ rest }) => {
      if (rest === '') return { status: 200, body: { faults: faults.list() } };
      const found = faults.list().find(({ id }) => id === rest);
      return found ? { status: 200, body: found } : unknown(rest);
    },
    POST({ body }) {
      try {
        // `add` checks all of it.
        return { status: 201, body: faults.add(body as Fault) };
      } catch (error) {
        if (!(error instanceof BadFault)) throw error;
        return { status: 400, body: { error: error.message, problems: error.problems } };
      }
    },
    DELETE({ rest }) {
      if (rest !== '') return faults.remove(rest) ? { status: 200, body: {} } : unknown(rest);
      faults.clear();
      return { status: 200, body: {} };
    },
  };
}

function unknown(id: string): AdminAnswer {
  return { status: 404, body: { error: `there is no fault ${id}` } };
}
