import { randomBytes } from 'node:crypto';
import http from 'node:http';
import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { PutParameterCommand, SSMClient } from '@aws-sdk/client-ssm';

const FUNCTION = 'slipway-dev-receive-command';

/** Secrets of this run, as a person would put them into Parameter Store before the first deployment. */
export async function putSecrets(announceUrl: string): Promise<{ github: string; webhook: string }> {
  const ssm = new SSMClient({});
  const secrets = { github: randomBytes(24).toString('hex'), webhook: randomBytes(24).toString('hex') };
  const parameters = {
    'github-secret': secrets.github,
    'webhook-secret': secrets.webhook,
    'slack-secret': randomBytes(24).toString('hex'),
    'announce-url': announceUrl,
  };
  for (const [name, Value] of Object.entries(parameters)) {
    await ssm.send(new PutParameterCommand({ Name: `/slipway/dev/${name}`, Value, Type: 'SecureString' }));
  }
  return secrets;
}

/** Asks the pipeline, as the CLI does. @throws Error when the function failed */
export async function ask<Answer>(command: object): Promise<Answer> {
  const lambda = new LambdaClient({});
  const { Payload, FunctionError } = await lambda
    .send(new InvokeCommand({ FunctionName: FUNCTION, Payload: Buffer.from(JSON.stringify(command)) }))
    .finally(() => lambda.destroy());
  const text = Buffer.from(Payload ?? []).toString();
  if (FunctionError !== undefined) throw new Error(`${FUNCTION}: ${text}`);
  return JSON.parse(text) as Answer;
}

/** Sends a request to the pipeline's HTTP API. Its name is this machine's, which Node does not know by itself. */
export function post(
  url: string,
  body: string,
  headers: Readonly<Record<string, string>>,
): Promise<{ status: number; body: string }> {
  const { hostname, port, pathname, host } = new URL(url);
  return new Promise((resolve, reject) => {
    const request = http.request(
      {
        host: hostname.endsWith('.localhost') ? '127.0.0.1' : hostname,
        port,
        path: pathname,
        method: 'POST',
        headers: { ...headers, host },
      },
      (response) => {
        let text = '';
        response.setEncoding('utf8');
        response.on('data', (chunk: string) => {
          text += chunk;
        });
        response.on('end', () => resolve({ status: response.statusCode ?? 0, body: text }));
      },
    );
    request.on('error', reject);
    request.end(body);
  });
}
