import { parseArgs } from 'node:util';
import { BadFault } from '../faults/fault.ts';
import { FAULT_HELP, parseFault } from '../faults/text.ts';
import { nextSignal } from '../next-signal.ts';
import { pushAndWait, Surprise, tellParts } from './acts.ts';
import { Narrator } from './narrator.ts';
import { type Setting, setTheScene } from './setting.ts';
import { tour } from './tour.ts';

const HELP = `Starts the local cloud, deploys the pipeline into it, launches the sample app and shows a push going live.
Then it stays up for your own pushes; Ctrl-C removes everything that it made.

npm start -- [--tour] [--engine auto|docker|process] [--port N] [--fault TEXT]…

  --tour       show good and bad pushes, a rollback, a sweep and a stage on Elastic Beanstalk, then end: exit code 0
               when all went as it should
  --engine E   what runs containers: docker, process, or auto: docker where an engine answers (default)
  --port N     the local cloud's port on 127.0.0.1 (default: any free one)
  --fault T    what shall go wrong once the sample app is live; may be given several times

${FAULT_HELP}`;

const ENGINES = ['auto', 'docker', 'process'] as const;

function readOptions() {
  const { values } = parseArgs({
    options: {
      tour: { type: 'boolean', default: false },
      engine: { type: 'string', default: 'auto' },
      port: { type: 'string', default: '0' },
      fault: { type: 'string', multiple: true, default: [] },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  const engine = ENGINES.find((one) => one === values.engine);
  const port = Number(values.port);
  if (engine === undefined)
    throw new Surprise(`--engine must be one of ${ENGINES.join(', ')}, not ${values.engine}`);
  if (!Number.isInteger(port) || port < 0 || port > 65535)
    throw new Surprise(`--port must be 0 to 65535, not ${values.port}`);
  return { engine, port, faults: values.fault.map(parseFault), tour: values.tour, help: values.help };
}

async function main(): Promise<void> {
  const options = readOptions();
  if (options.help) {
    console.log(HELP);
    return;
  }
  const narrator = new Narrator();
  const interrupted = nextSignal();
  const setting = await setTheScene(options, narrator, interrupted);
  try {
    await Promise.race([
      options.tour ? tour(setting, narrator) : show(setting, narrator, interrupted),
      interrupted,
    ]);
  } finally {
    narrator.begin('removing everything that was made');
    await setting.close();
    narrator.say('done');
  }
}

/** One push, and then whatever the user pushes. */
async function show(setting: Setting, narrator: Narrator, interrupted: Promise<unknown>): Promise<void> {
  const { url, remote, repository } = setting;
  narrator.say(`v1 is live at ${url}`);
  const push = await pushAndWait(setting, narrator, {
    file: 'page.mjs',
    from: '#1668dc',
    to: '#0b7a4b',
    message: 'Paint it green',
  });
  if (push.verdict !== 'verified') throw new Surprise(`the push ended ${push.verdict}: ${push.reason}`);
  await tellParts(setting, narrator, push.deployment, push.seconds);
  const exports = Object.entries(setting.cloud.environment).map(([name, value]) => `export ${name}=${value}`);
  console.log(`
── It is yours now (Ctrl-C ends it and removes everything)

  The app            ${url}
  Push to            ${remote}
  A working copy     ${repository.folder}

  Try: change page.mjs there, git commit, git push, and reload the app.
       Make server.mjs throw, push, and see it rolled back.
       In another terminal:

${exports.map((line) => `         ${line}`).join('\n')}
         npx slipway status
         npx slipway history web
         npx slipway rollback web
`);
  await interrupted;
}

main().then(
  // Whatever library left a handle open, the work is done.
  () => process.exit(0),
  (error: Error) => {
    const isTold = error instanceof Surprise || error instanceof BadFault;
    console.error(`\n${isTold ? error.message : error.stack}`);
    process.exit(error instanceof BadFault ? 2 : 1);
  },
);
