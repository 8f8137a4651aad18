import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';

/** Stands for the team's chat: a Slack-style incoming webhook that keeps what it is told. */
export async function startChat(): Promise<{ url: string; messages: string[]; close(): void }> {
  const messages: string[] = [];
  const server = http.createServer((request, response) => {
    json(request).then(
      (message) => {
        messages.push((message as { text?: string }).text ?? '');
        response.end('ok');
      },
      () => response.writeHead(400).end(),
    );
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/services/team`,
    messages,
    close() {
      server.close();
      server.closeAllConnections();
    },
  };
}
