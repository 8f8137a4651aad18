import { parseArgs } from 'node:util';
import { startCloud } from './cloud.ts';
import { BadFault } from './faults/fault.ts';
import { FAULT_HELP, parseFault } from './faults/text.ts';
import { nextSignal } from './next-signal.ts';
import { tellLeftOvers } from './runs/left-overs.ts';

const HELP = `Starts the local cloud alone, and stays up until it is ended (Ctrl-C).

npm run cloud -- [--port 4510] [--pace 1] [--engine auto|docker|process] [--fault TEXT]…

  --port N     the gateway's port on 127.0.0.1; 0 for any free one (default 4510)
  --pace N     how many times faster than AWS its own waiting goes (default 1)
  --engine E   what runs containers: docker, process, or auto: docker where an engine answers (default)
  --fault T    what shall go wrong from the start; may be given several times

It prints one line "export NAME=value" for each variable that an AWS client needs, then "ready".
State is kept in memory.

${FAULT_HELP}`;

const ENGINES = ['auto', 'docker', 'process'] as const;

function readOptions() {
  const { values } = parseArgs({
    options: {
      port: { type: 'string', default: '4510' },
      pace: { type: 'string', default: '1' },
      engine: { type: 'string', default: 'auto' },
      fault: { type: 'string', multiple: true, default: [] },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  const port = Number(values.port);
  const pace = Number(values.pace);
  const engine = ENGINES.find((one) => one === values.engine);
  if (!Number.isInteger(port) || port < 0 || port > 65535)
    throw new Error(`--port must be 0 to 65535, not ${values.port}`);
  if (!(pace > 0)) throw new Error(`--pace must be above 0, not ${values.pace}`);
  if (engine === undefined)
    throw new Error(`--engine must be one of ${ENGINES.join(', ')}, not ${values.engine}`);
  return { port, pace, engine, faults: values.fault.map(parseFault), help: values.help };
}

async function main(): Promise<void> {
  const { help, ...options } = readOptions();
  if (help) {
    console.log(HELP);
    return;
  }
  const interrupted = nextSignal();
  const cloud = await startCloud(options);
  const former = tellLeftOvers(cloud.leftOvers);
  if (former !== undefined) console.error(former);
  console.error(`engine: ${cloud.engine.description}`);
  for (const [name, value] of Object.entries(cloud.environment)) console.log(`export ${name}=${value}`);
  console.log('ready');
  // Signals alone do not keep a process alive; the gateway's port does.
  const signal = await interrupted;
  console.error(`${signal}: ending`);
  await cloud.close();
  const { violations } = cloud.gateway;
  if (violations.length === 0) return;
  console.error(`the local cloud departed from AWS's models:\n  ${violations.join('\n  ')}`);
  process.exitCode = 1;
}

main()
  .catch((error: NodeJS.ErrnoException) => {
    const taken = error.code === 'EADDRINUSE' ? ' Give another one with --port.' : '';
    console.error(`${error.message}.${taken}`);
    process.exitCode = error instanceof BadFault || error.code?.startsWith('ERR_PARSE_ARGS') ? 2 : 1;
  })
  // Whatever a library left open, the work is done.
  .finally(() => process.exit());
