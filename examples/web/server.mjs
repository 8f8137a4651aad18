import { createServer } from 'node:http';
import { page } from './page.mjs';

const version = process.env.APP_VERSION ?? 'unknown';
const answers = {
  '/': ['text/html; charset=utf-8', page(version)],
  '/health': ['application/json', JSON.stringify({ status: 'ok', version })],
  '/version': ['text/plain', version],
};

const server = createServer((request, response) => {
  const answer = answers[new URL(request.url, 'http://app').pathname];
  const [type, body] = answer ?? ['text/plain', 'not found'];
  response.writeHead(answer ? 200 : 404, { 'content-type': type, 'content-length': Buffer.byteLength(body) });
  response.end(body);
});
// Longer than the load balancer keeps an idle connection (60 s): it must be the one that closes first.
server.keepAliveTimeout = 65_000;
server.listen(3000, () => console.log(`version ${version} listens on 3000`));

// ECS sends SIGTERM when the load balancer has stopped sending requests: finish what is under way, then go.
process.on('SIGTERM', () => {
  server.close(() => process.exit(0));
  server.closeIdleConnections();
});
