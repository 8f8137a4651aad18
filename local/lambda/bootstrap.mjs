// The Node.js runtime of the local cloud's functions: loads the handler, then asks the Runtime API for one invocation
// after the other. Plain JavaScript on Node alone, as it runs beside a function's code and not beside ours.
// https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html
import { existsSync } from 'node:fs';
import http from 'node:http';
import { enableCompileCache, flushCompileCache } from 'node:module';
import { Socket } from 'node:net';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { format } from 'node:util';
import { followMove, followMoves, realNow } from './moved-time.mjs';

const [host, port] = (process.env.AWS_LAMBDA_RUNTIME_API ?? '').split(':');
const agent = new http.Agent({ keepAlive: true, maxSockets: 1 });
let currentRequest = '';

// Compiled code is kept for the next environment: it starts faster. Its folder is in another place in each run.
if (process.argv[2]) enableCompileCache({ directory: process.argv[2], portable: true });
endWithParent();
followMove(Number(process.argv[3]));
followMoves();
patchConsole();
process.on('uncaughtException', (error) => crash(error));
process.on('unhandledRejection', (reason) => {
  const error = new Error(String(reason?.message ?? reason), { cause: reason });
  error.name = 'Runtime.UnhandledPromiseRejection';
  crash(error);
});

const handler = await loadHandler().catch(async (error) => {
  console.error('Uncaught Exception\t', JSON.stringify(described(error)));
  await post('/init/error', JSON.stringify(described(error)), {
    'lambda-runtime-function-error-type': error.name,
  });
  process.exit(1);
});
await serveNext();
// With what was compiled on the way. Node writes it when a process ends by itself, and environments do not.
flushCompileCache();
for (;;) await serveNext();

async function serveNext() {
  const { headers, body } = await send('GET', '/invocation/next');
  const requestId = headers['lambda-runtime-aws-request-id'];
  currentRequest = requestId;
  followMove(Number(headers['local-clock-moved-ms']));
  if (headers['lambda-runtime-trace-id']) process.env._X_AMZN_TRACE_ID = headers['lambda-runtime-trace-id'];
  try {
    const result = await handler(JSON.parse(body || '{}'), contextOf(headers));
    await post(`/invocation/${requestId}/response`, serialized(result));
  } catch (error) {
    console.error('Invoke Error\t', JSON.stringify(described(error)));
    await post(`/invocation/${requestId}/error`, JSON.stringify(described(error)));
  }
  currentRequest = '';
}

function serialized(result) {
  try {
    return JSON.stringify(result === undefined ? null : result);
  } catch (cause) {
    const error = new Error('Unable to stringify response body', { cause });
    error.name = 'Runtime.JSONStringifyError';
    throw error;
  }
}

function contextOf(headers) {
  const deadline = Number(headers['lambda-runtime-deadline-ms']);
  const clientContext = headers['lambda-runtime-client-context'];
  return {
    functionVersion: process.env.AWS_LAMBDA_FUNCTION_VERSION,
    functionName: process.env.AWS_LAMBDA_FUNCTION_NAME,
    memoryLimitInMB: process.env.AWS_LAMBDA_FUNCTION_MEMORY_SIZE,
    logGroupName: process.env.AWS_LAMBDA_LOG_GROUP_NAME,
    logStreamName: process.env.AWS_LAMBDA_LOG_STREAM_NAME,
    clientContext: clientContext ? JSON.parse(clientContext) : undefined,
    identity: undefined,
    invokedFunctionArn: headers['lambda-runtime-invoked-function-arn'],
    awsRequestId: headers['lambda-runtime-aws-request-id'],
    // In real time, however the clock is moved: that is what the process has.
    getRemainingTimeInMillis: () => deadline - realNow(),
  };
}

async function loadHandler() {
  const [, file, path] = /^(.*?)\.([^/]*)$/.exec(process.env._HANDLER ?? '') ?? [];
  if (!file) throw named('Runtime.MalformedHandlerName', `Bad handler ${process.env._HANDLER}`);
  const base = join(process.env.LAMBDA_TASK_ROOT ?? '', file);
  const found = ['', '.js', '.mjs', '.cjs']
    .map((extension) => base + extension)
    .find((name) => existsSync(name));
  if (!found) throw named('Runtime.ImportModuleError', `Error: Cannot find module '${file}'`);
  const module = await import(pathToFileURL(found).href).catch((error) => {
    if (error instanceof SyntaxError)
      throw named('Runtime.UserCodeSyntaxError', `SyntaxError: ${error.message}`, error);
    if (error?.code === 'ERR_MODULE_NOT_FOUND' || error?.code === 'MODULE_NOT_FOUND')
      throw named('Runtime.ImportModuleError', `Error: ${error.message}`, error);
    throw error;
  });
  const own = path.split('.').reduce((value, key) => value?.[key], module);
  const found2 = own ?? path.split('.').reduce((value, key) => value?.[key], module.default);
  if (!found2) throw named('Runtime.HandlerNotFound', `${file}.${path} is undefined or not exported`);
  if (typeof found2 !== 'function')
    throw named('Runtime.HandlerNotFound', `${file}.${path} is not a function`);
  // As the managed runtime from Node.js 24 on: it tells by the number of declared parameters.
  if (found2.length >= 3)
    throw named(
      'Runtime.CallbackHandlerDeprecated',
      'AWS Lambda has removed support for callback-based function handlers starting with Node.js 24. ' +
        'You need to modify this function to use a supported handler signature to use Node.js 24 or later.',
    );
  return found2;
}

function named(name, message, cause) {
  const error = new Error(message, { cause });
  error.name = name;
  return error;
}

function described(error) {
  if (!(error instanceof Error)) return { errorType: typeof error, errorMessage: String(error), trace: [] };
  return { errorType: error.name, errorMessage: error.message, trace: (error.stack ?? '').split('\n') };
}

/** The process is not to be trusted after this. AWS gives 129 for errors of the user's code. */
async function crash(error) {
  console.error('Uncaught Exception\t', JSON.stringify(described(error)));
  const path = currentRequest ? `/invocation/${currentRequest}/error` : '/init/error';
  await post(path, JSON.stringify(described(error))).catch(() => undefined);
  process.exit(129);
}

async function post(path, body, headers = {}) {
  const { status, body: answer } = await send('POST', path, body, {
    'content-type': 'application/json',
    'local-max-memory-kilobytes': String(process.resourceUsage().maxRSS),
    ...headers,
  });
  // An answer that is too large is the caller's error, and already told to them.
  if (status >= 400 && status !== 413) throw new Error(`the Runtime API answered ${status}: ${answer}`);
}

function send(method, path, body, headers = {}) {
  return new Promise((resolve) => {
    const request = http.request(
      {
        host,
        port,
        agent,
        method,
        path: `/2018-06-01/runtime${path}`,
        headers: body === undefined ? headers : { ...headers, 'content-length': Buffer.byteLength(body) },
      },
      (response) => {
        const chunks = [];
        response.on('data', (chunk) => chunks.push(chunk));
        response.on('end', () =>
          resolve({
            status: response.statusCode,
            headers: response.headers,
            body: Buffer.concat(chunks).toString(),
          }),
        );
        response.on('error', () => process.exit(0));
      },
    );
    // Whoever runs this environment is no more, and so is the environment.
    request.on('error', () => process.exit(0));
    request.end(body);
  });
}

/** File descriptor 3 is a pipe that nothing is written to: the system closes it when the parent ends, however. */
function endWithParent() {
  const lifeline = new Socket({ fd: 3, readable: true, writable: false });
  lifeline.on('error', () => process.exit(0));
  lifeline.on('close', () => process.exit(0));
  lifeline.resume();
  lifeline.unref();
}

/** Each call is one line, with time, request and level before it, as the managed runtime writes them. */
function patchConsole() {
  const levels = { trace: 'TRACE', debug: 'DEBUG', log: 'INFO', info: 'INFO', warn: 'WARN', error: 'ERROR' };
  for (const [name, level] of Object.entries(levels)) {
    console[name] = (...values) => {
      const text = format(...values).replaceAll('\n', '\r');
      process.stdout.write(
        `${new Date().toISOString()}\t${currentRequest || 'undefined'}\t${level}\t${text}\n`,
      );
    };
  }
}
