import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';

// A bare HTTP server that answers what the local cloud answered to the same request before: what a client, a connection
// and Node's own HTTP cost is measured with it. Started with the address of the local cloud; tells its own by IPC.

interface Answer {
  readonly status: number;
  readonly headers: http.IncomingHttpHeaders;
  readonly body: Buffer;
}

const cloud = new URL(process.argv[2] ?? '');
const known = new Map<string, Answer>();

const server = http.createServer(async (request, response) => {
  const body = await buffer(request);
  const key = `${request.method} ${request.url} ${request.headers['x-amz-target'] ?? ''} ${body.toString('latin1')}`;
  const answer = known.get(key) ?? (await ask(request, body));
  known.set(key, answer);
  response.writeHead(answer.status, answer.headers);
  response.end(request.method === 'HEAD' ? undefined : answer.body);
});
server.keepAliveTimeout = 65_000;
server.listen(0, '127.0.0.1', () => {
  process.send?.(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
});
process.once('disconnect', () => process.exit());

function ask({ method, url, headers }: http.IncomingMessage, body: Buffer): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const { hostname, port } = cloud;
    const sent = http.request({ hostname, port, method, path: url, headers }, (answer) => {
      buffer(answer).then((content) => {
        resolve({ status: answer.statusCode ?? 500, headers: answer.headers, body: content });
      }, reject);
    });
    sent.on('error', reject);
    sent.end(body);
  });
}
