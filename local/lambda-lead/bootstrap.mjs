// Runs inside each function's own process: loads the handler and serves the Lambda Runtime API until it is stopped.
// https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html
import { existsSync } from 'node:fs';
import http from 'node:http';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

const { AWS_LAMBDA_RUNTIME_API, LAMBDA_TASK_ROOT, _HANDLER } = process.env;
const base = `http://${AWS_LAMBDA_RUNTIME_API}/2018-06-01/runtime`;
const agent = new http.Agent({ keepAlive: true, maxSockets: 1 });

function call(method, path, body) {
  return new Promise((resolve, reject) => {
    const headers =
      body === undefined
        ? {}
        : { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) };
    const request = http.request(`${base}${path}`, { method, agent, headers }, (response) => {
      let text = '';
      response.setEncoding('utf8');
      response.on('data', (chunk) => {
        text += chunk;
      });
      response.on('end', () => resolve({ headers: response.headers, text }));
      response.on('error', reject);
    });
    request.on('error', reject);
    request.end(body);
  });
}

const describe = (error) =>
  JSON.stringify({
    errorType: error?.name ?? 'Error',
    errorMessage: error?.message ?? String(error),
    stackTrace: (error?.stack ?? '')
      .split('\n')
      .slice(1)
      .map((line) => line.trim()),
  });

async function load() {
  const dot = _HANDLER.lastIndexOf('.');
  const [file, name] = [_HANDLER.slice(0, dot), _HANDLER.slice(dot + 1)];
  const candidates = ['.mjs', '.js', '.cjs'].map((ending) => join(LAMBDA_TASK_ROOT, file + ending));
  const path = candidates.find((one) => existsSync(one));
  if (path === undefined)
    throw Object.assign(new Error(`Cannot find module '${file}'`), { name: 'Runtime.ImportModuleError' });
  const module = await import(pathToFileURL(path));
  const handler = module[name] ?? module.default?.[name];
  if (typeof handler === 'function') return handler;
  throw Object.assign(new Error(`${_HANDLER} is undefined or not exported`), {
    name: 'Runtime.HandlerNotFound',
  });
}

const gone = () => process.exit(0);

let handler;
try {
  handler = await load();
} catch (error) {
  console.error(error);
  await call('POST', '/init/error', describe(error)).catch(gone);
  process.exit(1);
}

for (;;) {
  // When nobody answers, the local cloud has ended: there is nobody left to work for.
  const { headers, text } = await call('GET', '/invocation/next').catch(gone);
  const id = headers['lambda-runtime-aws-request-id'];
  const deadline = Number(headers['lambda-runtime-deadline-ms']);
  const context = {
    awsRequestId: id,
    callbackWaitsForEmptyEventLoop: true,
    functionName: process.env.AWS_LAMBDA_FUNCTION_NAME,
    functionVersion: process.env.AWS_LAMBDA_FUNCTION_VERSION,
    invokedFunctionArn: headers['lambda-runtime-invoked-function-arn'],
    logGroupName: process.env.AWS_LAMBDA_LOG_GROUP_NAME,
    logStreamName: process.env.AWS_LAMBDA_LOG_STREAM_NAME,
    memoryLimitInMB: process.env.AWS_LAMBDA_FUNCTION_MEMORY_SIZE,
    getRemainingTimeInMillis: () => Math.max(0, deadline - Date.now()),
  };
  try {
    const result = await handler(JSON.parse(text), context);
    await call('POST', `/invocation/${id}/response`, JSON.stringify(result) ?? 'null').catch(gone);
  } catch (error) {
    console.error(describe(error));
    await call('POST', `/invocation/${id}/error`, describe(error)).catch(gone);
  }
}
