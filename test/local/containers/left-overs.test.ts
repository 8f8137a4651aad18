import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { hostname } from 'node:os';
import { expect, it, onTestFinished, vi } from 'vitest';
import { DockerApi } from '../../../local/containers/docker/api.ts';
import { newMarks, OWNER_LABEL, RUN_LABEL } from '../../../local/containers/docker/marks.ts';
import { removeLeftOvers } from '../../../local/containers/docker/remove.ts';
import { ownerId } from '../../../local/runs/owner.ts';

/** No process has this number. */
const ENDED = ownerId().replace(/^\d+/, '999999999');

it('of runs under another host name stay, and people are told how to remove them', async () => {
  const owned = (Id: string, owner: string) => ({ Id, Labels: { [RUN_LABEL]: 'r', [OWNER_LABEL]: owner } });
  const removed: string[] = [];
  const containers = [
    owned('ended', `${hostname()}/${ENDED}`),
    { Id: 'living', Labels: newMarks().labels },
    owned('foreign-1', `former-name/${ENDED}`),
    owned('foreign-2', `former-name/${ENDED}`),
    owned('elsewhere', `${hostname()}/1-2-3`),
  ];
  const server = createServer(({ method, url = '' }, response) => {
    if (method === 'DELETE') removed.push(url.replace(/^\/containers\/([\w-]+).*/, '$1'));
    const volumes = url.startsWith('/volumes') ? { Volumes: [] } : [];
    response.end(JSON.stringify(url.startsWith('/containers') ? containers : volumes));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const api = new DockerApi({ host: '127.0.0.1', port: (server.address() as AddressInfo).port });
  onTestFinished(() => {
    api.close();
    server.close();
  });
  const said = vi.spyOn(console, 'error').mockImplementation(() => undefined);
  onTestFinished(() => said.mockRestore());

  expect(await removeLeftOvers(api)).toMatchObject({ containers: 1 });
  expect(removed).toEqual(['ended']);
  expect(said.mock.calls.flat()).toEqual([
    expect.stringMatching(
      new RegExp(`former-name.* 2 containers .*--filter label=${OWNER_LABEL}=former-name/${ENDED}`),
    ),
    expect.stringMatching(/\/1-2-3 .* 1 container in the engine/),
  ]);
});
