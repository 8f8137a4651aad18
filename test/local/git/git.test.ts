import { execFile } from 'node:child_process';
import { createHmac, randomBytes } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { createGit } from '../../../local/git/index.ts';

const execute = promisify(execFile);
const ending: (() => unknown)[] = [];
afterEach(async () => {
  for (const end of ending.splice(0).reverse()) await end();
});

async function listen(server: Server): Promise<string> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  ending.push(() => {
    server.close();
    server.closeAllConnections();
  });
  return `127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** A git server, a receiver of webhooks and a clone with one commit. */
async function setUp() {
  const folder = await mkdtemp(join(tmpdir(), 'slipway-git-'));
  ending.push(() => rm(folder, { recursive: true, force: true }));
  const hooks: { headers: IncomingHttpHeaders; raw: string; body: Record<string, unknown> }[] = [];
  let status = 202;
  const receiver = await listen(
    createServer((request, response) => {
      let raw = '';
      request.setEncoding('utf8').on('data', (chunk) => {
        raw += chunk;
      });
      request.on('end', () => {
        hooks.push({ headers: request.headers, raw, body: JSON.parse(raw) });
        response.writeHead(status).end('noted');
      });
    }),
  );
  const server = createServer((request, response) => git.handle(request, response));
  const endpoint = `http://${await listen(server)}`;
  const git = createGit({ account: { id: '0', region: 'us-east-1', endpoint, folder } });
  ending.push(() => git.close?.());
  const url = `http://hooks.localhost:${receiver.split(':')[1]}/github`;
  const repository = await git.createRepository('sample/web', { webhooks: [{ url, secret: 'sesame' }] });
  const clone = async (name: string) => {
    const to = join(folder, name);
    const run = async (...args: string[]) => (await execute('git', ['-C', to, ...args])).stdout.trim();
    await execute('git', ['clone', '--quiet', repository.url, to]);
    await run('config', 'user.name', 'Mira');
    await run('config', 'user.email', 'mira@sample.example');
    const write = (file: string, content = file) => writeFile(join(to, file), content);
    const commit = async (file: string, content = file) => {
      await write(file, content);
      await run('add', '.');
      await run('commit', '--quiet', '-m', `Write ${file}`);
      return run('rev-parse', 'HEAD');
    };
    return { run, commit, write };
  };
  const answer = (code: number) => {
    status = code;
  };
  return { git, hooks, clone, answer, url, folder: repository.folder };
}

describe('the git server', () => {
  it('puts what many pushes brought into one pack', async () => {
    const { clone, folder } = await setUp();
    const { run, commit, write } = await clone('a');
    // 88 files, their folder and the commit; of a hundred objects on, a push comes as a pack (git config, receive.unpackLimit).
    for (let push = 0; push < 3; push++) {
      for (let number = 0; number < 87; number++) await write(`${push}-${number}.txt`);
      await commit(`${push}.txt`);
      await run('push', '--quiet', 'origin', 'HEAD:main');
    }
    await vi.waitFor(async () => {
      const { stdout } = await execute('git', ['-C', folder, 'count-objects', '-v']);
      expect(stdout).toMatch(/^count: 0\n(.*\n)*in-pack: 270\npacks: 1$/m);
    }, 10_000);
  });

  it('takes a push and tells of it as GitHub does', async () => {
    const { hooks, clone, url } = await setUp();
    const { run, commit } = await clone('a');
    const first = await commit('one.txt');
    await run('push', '--quiet', 'origin', 'HEAD:main');
    await vi.waitFor(() => expect(hooks).toHaveLength(1));
    expect(hooks[0]?.body).toMatchObject({
      ref: 'refs/heads/main',
      before: '0'.repeat(40),
      after: first,
      created: true,
      deleted: false,
      forced: false,
      base_ref: null,
      commits: [{ id: first, distinct: true, message: 'Write one.txt', added: ['one.txt'] }],
      head_commit: { id: first, author: { name: 'Mira', email: 'mira@sample.example' } },
      repository: { full_name: 'sample/web', default_branch: 'main', owner: { login: 'sample' } },
      pusher: { name: 'sample' },
    });
    expect(hooks[0]?.headers).toMatchObject({
      host: new URL(url).host,
      'content-type': 'application/json',
      'x-github-event': 'push',
      'x-github-delivery': expect.stringMatching(/^[0-9a-f-]{36}$/),
      'x-hub-signature-256': `sha256=${createHmac('sha256', 'sesame')
        .update(hooks[0]?.raw ?? '')
        .digest('hex')}`,
      'user-agent': expect.stringMatching(/^GitHub-Hookshot\//),
    });
    const second = await commit('one.txt', 'changed');
    await run('push', '--quiet', 'origin', 'HEAD:main');
    await vi.waitFor(() => expect(hooks).toHaveLength(2));
    expect(hooks[1]?.body).toMatchObject({
      before: first,
      after: second,
      created: false,
      compare: expect.stringMatching(
        new RegExp(`/git/sample/web/compare/${first.slice(0, 12)}...${second.slice(0, 12)}$`),
      ),
      commits: [{ id: second, modified: ['one.txt'] }],
    });
  });

  it('tells a force push, a new branch, a tag and a deletion apart', async () => {
    const { hooks, clone } = await setUp();
    const { run, commit } = await clone('a');
    await commit('one.txt');
    await run('push', '--quiet', 'origin', 'HEAD:main', 'HEAD:refs/heads/side');
    await vi.waitFor(() => expect(hooks).toHaveLength(2));
    expect(hooks.map(({ body }) => [body.ref, body.base_ref]).toSorted()).toEqual([
      ['refs/heads/main', 'refs/heads/side'],
      ['refs/heads/side', 'refs/heads/main'],
    ]);
    await run('commit', '--quiet', '--amend', '-m', 'Again');
    await run('push', '--quiet', '--force', 'origin', 'HEAD:main');
    await vi.waitFor(() => expect(hooks).toHaveLength(3));
    expect(hooks[2]?.body).toMatchObject({ forced: true, commits: [{ message: 'Again' }] });
    await run('tag', '-a', 'v1', '-m', 'v1');
    await run('push', '--quiet', 'origin', 'v1', ':side');
    await vi.waitFor(() => expect(hooks).toHaveLength(5));
    const [side, tag] = hooks.slice(3).sort((a, b) => String(a.body.ref).localeCompare(String(b.body.ref)));
    expect(side?.body).toMatchObject({
      deleted: true,
      after: '0'.repeat(40),
      head_commit: null,
      commits: [],
    });
    expect(tag?.body).toMatchObject({
      created: true,
      base_ref: 'refs/heads/main',
      head_commit: { message: 'Again' },
    });
  });

  it('tells of each of many pushes at once exactly once, and of a refused one not at all', async () => {
    const { hooks, clone } = await setUp();
    const first = await clone('first');
    await first.commit('one.txt');
    await first.run('push', '--quiet', 'origin', 'HEAD:main');
    const clones = await Promise.all(['a', 'b', 'c', 'd'].map(clone));
    await Promise.all(
      clones.map(async ({ run, commit }, index) => {
        await commit(`${index}.txt`);
        await run('push', '--quiet', 'origin', `HEAD:branch-${index}`);
      }),
    );
    await clones[0]?.run('push', '--quiet', 'origin', 'HEAD:main');
    await expect(clones[1]?.run('push', '--quiet', 'origin', 'HEAD:main')).rejects.toThrow(/rejected/);
    await vi.waitFor(() => expect(hooks).toHaveLength(6));
    expect(hooks.map(({ body }) => body.ref).toSorted()).toEqual([
      ...[0, 1, 2, 3].map((index) => `refs/heads/branch-${index}`),
      'refs/heads/main',
      'refs/heads/main',
    ]);
  });

  it('takes pushes of many megabytes, and gives them back', async () => {
    const { hooks, clone } = await setUp();
    const { run, commit } = await clone('a');
    await commit('big.bin', randomBytes(6_000_000).toString('latin1'));
    const after = await commit('small.txt');
    await run('push', '--quiet', 'origin', 'HEAD:main');
    await vi.waitFor(() => expect(hooks[0]?.body).toMatchObject({ after, commits: [{}, {}] }));
    const copy = await clone('b');
    expect(await copy.run('rev-parse', 'HEAD')).toBe(after);
  });

  it('keeps how each webhook went, does not retry, and sends one again when asked', async () => {
    const { git, hooks, clone, answer } = await setUp();
    const { run, commit } = await clone('a');
    await commit('one.txt');
    answer(500);
    await run('push', '--quiet', 'origin', 'HEAD:main');
    await vi.waitFor(() =>
      expect(git.hookDeliveries[0]).toMatchObject({ status: 500, responseBody: 'noted' }),
    );
    answer(202);
    const again = await git.redeliver(git.hookDeliveries[0]?.id ?? '');
    expect(again).toMatchObject({ status: 202, redelivery: true, guid: git.hookDeliveries[0]?.guid });
    expect(hooks[1]?.raw).toBe(hooks[0]?.raw);
    expect(hooks).toHaveLength(2);
    await expect(execute('git', ['ls-remote', 'http://127.0.0.1:1/git/sample/none.git'])).rejects.toThrow();
  });
});
