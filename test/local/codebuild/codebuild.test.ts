import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import {
  BatchGetBuildsCommand,
  type Build,
  CodeBuildClient,
  CreateProjectCommand,
  type CreateProjectInput,
  ListBuildsForProjectCommand,
  StartBuildCommand,
  type StartBuildInput,
  StopBuildCommand,
} from '@aws-sdk/client-codebuild';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { Clock } from '../../../local/clock.ts';
import { createCodebuild } from '../../../local/codebuild/index.ts';
import { createGit } from '../../../local/git/index.ts';
import type { ServiceEvent } from '../../../local/parts.ts';
import { throughGateway } from '../through-gateway.ts';

const execute = promisify(execFile);
const ending: (() => unknown)[] = [];
afterEach(async () => {
  for (const end of ending.splice(0).reverse()) await end();
});

async function setUp({ concurrentBuilds = 4, refused = '' } = {}) {
  const folder = await mkdtemp(join(tmpdir(), 'slipway-codebuild-'));
  ending.push(() => rm(folder, { recursive: true, force: true }));
  const server = createServer((request, response) => git.handle(request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  ending.push(() => {
    server.close();
    server.closeAllConnections();
  });
  const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const account = { id: '000000000000', region: 'us-east-1', endpoint, folder };
  const git = createGit({ account });
  ending.push(() => git.close?.());
  const log = { text: '', place: '' };
  const events: ServiceEvent[] = [];
  const clock = new Clock();
  const part = createCodebuild({
    account,
    clock,
    concurrentBuilds,
    engine: { buildTools: { path: ['/tools'], environment: { TOOL: 'yes' } } },
    events: { put: (event) => events.push(event) },
    logs: {
      write(group, stream, chunk) {
        log.place = `${group} ${stream}`;
        log.text += chunk;
      },
      exists: () => true,
    },
    parameters: { value: (name) => `value of ${name}` },
    refuses: (_, action, resource) =>
      action === refused ? `not authorized to perform: ${action} on resource: ${resource}` : undefined,
    identities: {
      assume(roleArn) {
        if (roleArn.endsWith('none')) throw new Error(`role ${roleArn} does not exist`);
        const expiration = new Date(Date.now() + 3_600_000);
        return { accessKeyId: 'ASIAKEY', secretAccessKey: 'secret', sessionToken: 'token', expiration };
      },
      end: () => undefined,
      actor(roleArn, session) {
        if (roleArn.endsWith('none')) throw new Error(`role ${roleArn} does not exist`);
        return { arn: `arn:aws:sts::0:assumed-role/build/${session}`, accountId: '0', roleArn };
      },
    },
  });
  ending.push(() => part.close?.());
  const gateway = await throughGateway(part);
  ending.push(() => gateway.close());
  const client = new CodeBuildClient(gateway.config);

  const project = (buildspec: string | undefined, more: Partial<CreateProjectInput> = {}) =>
    client.send(
      new CreateProjectCommand({
        name: 'web',
        serviceRole: 'arn:aws:iam::000000000000:role/build',
        source: buildspec === undefined ? { type: 'NO_SOURCE' } : { type: 'NO_SOURCE', buildspec },
        artifacts: { type: 'NO_ARTIFACTS' },
        environment: { type: 'LINUX_CONTAINER', image: 'standard', computeType: 'BUILD_GENERAL1_SMALL' },
        ...more,
      }),
    );
  const start = async (input: Partial<StartBuildInput> = {}) => {
    const { build } = await client.send(new StartBuildCommand({ projectName: 'web', ...input }));
    return build?.id ?? '';
  };
  const get = async (id: string) => (await client.send(new BatchGetBuildsCommand({ ids: [id] }))).builds?.[0];
  const done = async (id: string) => {
    await vi.waitFor(async () => expect((await get(id))?.buildComplete).toBe(true), { timeout: 30_000 });
    return get(id);
  };
  const build = async (
    buildspec: string,
    input: Partial<StartBuildInput> = {},
    more: Partial<CreateProjectInput> = {},
  ) => {
    await project(buildspec, more);
    return done(await start(input));
  };
  /** A repository with these files, one commit. */
  const repository = async (files: Record<string, string>) => {
    const { url } = await git.createRepository('sample/web');
    const clone = join(folder, 'clone');
    const run = async (...args: string[]) => (await execute('git', ['-C', clone, ...args])).stdout.trim();
    await execute('git', ['clone', '--quiet', url, clone]);
    await run('config', 'user.name', 'Mira');
    await run('config', 'user.email', 'mira@sample.example');
    const commit = async (changed: Record<string, string>) => {
      for (const [name, content] of Object.entries(changed)) await writeFile(join(clone, name), content);
      await run('add', '.');
      await run('commit', '--quiet', '-m', 'Change');
      await run('push', '--quiet', 'origin', 'HEAD:main');
      return run('rev-parse', 'HEAD');
    };
    return { url, commit, first: await commit(files) };
  };
  return { client, clock, log, events, project, start, get, done, build, repository, folder };
}

const outcome = (build: Build | undefined) =>
  build?.phases?.map(({ phaseType, phaseStatus }) => `${phaseType} ${phaseStatus ?? ''}`.trim());

/** Whoever has become its parent may take a moment to notice. */
const hasEnded = (pid: number) =>
  vi.waitFor(() => expect(() => process.kill(pid, 0)).toThrow('ESRCH'), { timeout: 4000 });

const SETUP = [
  'SUBMITTED SUCCEEDED',
  'QUEUED SUCCEEDED',
  'PROVISIONING SUCCEEDED',
  'DOWNLOAD_SOURCE SUCCEEDED',
];
const END = ['UPLOAD_ARTIFACTS SUCCEEDED', 'FINALIZING SUCCEEDED', 'COMPLETED'];

describe('a build', () => {
  it('runs the buildspec of a commit, with state from command to command, and tells all of it', async () => {
    const { log, events, project, start, done, repository } = await setUp();
    const buildspec = `
version: 0.2
env:
  variables: { FROM_SPEC: spec, BOTH: spec }
  parameter-store: { SECRET: /web/secret }
  exported-variables: [RESULT, NEVER]
phases:
  pre_build:
    commands:
      - mkdir sub && cd sub
      - ASSIGNED="one $(cat ../file.txt)"
      - export MULTI="two
        lines"
  build:
    commands:
      - |
        echo "in $(basename $PWD): $ASSIGNED, $FROM_SPEC, $BOTH, $SECRET, $OVERRIDE"
        echo "$CODEBUILD_BUILD_NUMBER $CODEBUILD_SOURCE_VERSION $AWS_ACCESS_KEY_ID $TOOL $CODEBUILD_BUILD_SUCCEEDING"
      - RESULT="$CODEBUILD_RESOLVED_SOURCE_VERSION"
      - test -z "$VITEST" || exit 9
    finally:
      - echo tidying
`;
    const { url, commit, first } = await repository({ 'buildspec.yml': buildspec, 'file.txt': 'v1' });
    await commit({ 'file.txt': 'v2' });
    await project(undefined, {
      source: { type: 'GITHUB', location: url },
      environment: {
        ...{ type: 'LINUX_CONTAINER', image: 'standard', computeType: 'BUILD_GENERAL1_SMALL' },
        environmentVariables: [
          { name: 'BOTH', value: 'project' },
          { name: 'OVERRIDE', value: 'project' },
        ],
      },
    });
    const id = await start({
      sourceVersion: first,
      environmentVariablesOverride: [{ name: 'OVERRIDE', value: 'call' }],
    });
    const build = await done(id);
    expect(outcome(build)).toEqual([
      ...SETUP,
      ...['INSTALL SUCCEEDED', 'PRE_BUILD SUCCEEDED', 'BUILD SUCCEEDED', 'POST_BUILD SUCCEEDED'],
      ...END,
    ]);
    expect(build).toMatchObject({
      buildStatus: 'SUCCEEDED',
      resolvedSourceVersion: first,
      buildNumber: 1,
      exportedEnvironmentVariables: [{ name: 'RESULT', value: first }],
    });
    expect(log.place).toBe(`/aws/codebuild/web ${id.split(':')[1]}`);
    expect(log.text).toContain(
      `in sub: one v1, spec, project, value of /web/secret, call\n1 ${first} ASIAKEY yes 1\n`,
    );
    expect(log.text).toMatch(
      /^\[Container\] \d{4}\/\d\d\/\d\d \d\d:\d\d:\d\d\.\d{6} Running command echo tidying$/m,
    );
    const states = events.filter(({ detailType }) => detailType === 'CodeBuild Build State Change');
    expect(states.map(({ detail }) => detail['build-status'])).toEqual(['IN_PROGRESS', 'SUCCEEDED']);
    expect(states[1]).toMatchObject({
      source: 'aws.codebuild',
      resources: [build?.arn],
      detail: {
        'project-name': 'web',
        'build-id': build?.arn,
        'current-phase': 'COMPLETED',
        'additional-information': {
          'build-complete': true,
          'build-start-time': expect.stringMatching(/^[A-Z][a-z]{2} \d+, \d{4} \d+:\d\d:\d\d [AP]M$/),
          'source-version': first,
        },
      },
    });
    expect(events.filter(({ detailType }) => detailType === 'CodeBuild Build Phase Change')).toHaveLength(10);
  });

  it('goes on with POST_BUILD after a failed command in BUILD, and says which command it was', async () => {
    const { build, log } = await setUp();
    const ended = await build(`
version: 0.2
phases:
  build: { commands: ['exit 3', 'echo not reached'], finally: ['echo always'] }
  post_build: { commands: ['echo "succeeding $CODEBUILD_BUILD_SUCCEEDING"'] }
`);
    expect(ended?.buildStatus).toBe('FAILED');
    expect(outcome(ended)?.slice(6, 8)).toEqual(['BUILD FAILED', 'POST_BUILD SUCCEEDED']);
    expect(ended?.phases?.[6]?.contexts).toEqual([
      {
        statusCode: 'COMMAND_EXECUTION_ERROR',
        message: 'Error while executing command: exit 3. Reason: exit status 3',
      },
    ]);
    expect(log.text).toContain('always\n');
    expect(log.text).toContain('succeeding 0\n');
    expect(log.text).not.toContain('not reached\n');
  });

  it.each([
    [
      'a command fails in PRE_BUILD',
      'pre_build: { commands: ["false"] }',
      ['INSTALL SUCCEEDED', 'PRE_BUILD FAILED'],
    ],
    [
      'BUILD says ABORT',
      'build: { commands: ["false"], on-failure: ABORT }',
      ['PRE_BUILD SUCCEEDED', 'BUILD FAILED'],
    ],
  ])('ends early when %s', async (_, phases, expected) => {
    const { build } = await setUp();
    const ended = await build(`version: 0.2\nphases: { ${phases} }`);
    expect(outcome(ended)?.slice(-4)).toEqual([...expected, 'FINALIZING SUCCEEDED', 'COMPLETED']);
    expect(ended?.buildStatus).toBe('FAILED');
  });

  it.each([
    ['a wrong version', 'version: 0.1\nphases: {}', /version must be 0.2/],
    [
      'a command that is no text',
      'version: 0.2\nphases: { build: { commands: [{ echo: x }] } }',
      /phases.build.commands.0: .*text/,
    ],
    ['an unknown phase', 'version: 0.2\nphases: { built: {} }', /built/],
    ['reports', 'version: 0.2\nphases: {}\nreports: {}', /no report groups/],
    ['broken YAML', 'version: 0.2\nphases: {', /./],
  ])('says what is wrong with a buildspec that has %s', async (_, buildspec, message) => {
    const { build } = await setUp();
    const ended = await build(buildspec);
    expect(ended?.buildStatus).toBe('FAILED');
    expect(ended?.phases?.[3]).toMatchObject({
      phaseStatus: 'FAILED',
      contexts: [{ statusCode: 'YAML_FILE_ERROR', message: expect.stringMatching(message) }],
    });
  });

  it('says what is wrong with its source, and with its role', async () => {
    const { project, start, done, repository } = await setUp();
    const { url } = await repository({ 'a.txt': 'a' });
    await project(undefined, { source: { type: 'GITHUB', location: url } });
    const contexts = async (input: Partial<StartBuildInput>) =>
      (await done(await start(input)))?.phases?.find(({ phaseStatus }) => phaseStatus === 'FAILED');
    const message = (text: RegExp) => [expect.objectContaining({ message: expect.stringMatching(text) })];
    expect((await contexts({}))?.contexts).toEqual(message(/buildspec.yml/));
    expect((await contexts({ sourceVersion: 'nope' }))?.contexts).toEqual(message(/source version nope/));
    expect((await contexts({ sourceLocationOverride: `${url}x` }))?.contexts).toEqual(message(/not found/));
    const role = await contexts({ serviceRoleOverride: 'arn:aws:iam::000000000000:role/none' });
    expect(role).toMatchObject({
      phaseType: 'PROVISIONING',
      contexts: message(/not authorized to perform: sts:AssumeRole/),
    });
  });

  it('is stopped with everything that it started', async () => {
    const { client, project, start, get, log, events } = await setUp();
    await project(
      'version: 0.2\nphases: { build: { commands: ["sleep 300 & echo pid $!; wait"] }, post_build: { commands: [ls] } }',
    );
    const id = await start();
    await vi.waitFor(() => expect(log.text).toMatch(/^pid \d+$/m));
    const pid = Number(/^pid (\d+)$/m.exec(log.text)?.[1]);
    await client.send(new StopBuildCommand({ id }));
    const build = await get(id);
    expect(build?.buildStatus).toBe('STOPPED');
    expect(outcome(build)?.slice(-3)).toEqual(['BUILD STOPPED', 'FINALIZING SUCCEEDED', 'COMPLETED']);
    await hasEnded(pid);
    expect(events.at(-1)?.detail['build-status']).toBe('STOPPED');
  });

  it('is ended with everything that it started when it takes longer than it may', async () => {
    const { clock, log, project, start, get, done } = await setUp();
    await project('version: 0.2\nphases: { build: { commands: ["sleep 300 & echo pid $!; wait"] } }', {
      timeoutInMinutes: 20,
    });
    const id = await start();
    await vi.waitFor(() => expect(log.text).toMatch(/^pid \d+$/m));
    await clock.move(19 * 60);
    expect((await get(id))?.buildStatus).toBe('IN_PROGRESS');
    await clock.move(60);
    expect((await done(id))?.buildStatus).toBe('TIMED_OUT');
    await hasEnded(Number(/^pid (\d+)$/m.exec(log.text)?.[1]));
  });

  it('waits for its turn, and is refused when too many wait', async () => {
    const { project, start, get, client } = await setUp({ concurrentBuilds: 1 });
    await project('version: 0.2\nphases: { build: { commands: ["sleep 300"] } }');
    const first = await start();
    await vi.waitFor(async () => expect((await get(first))?.currentPhase).toBe('BUILD'));
    const waiting = await Promise.all(Array.from({ length: 5 }, () => start()));
    expect((await get(waiting[0] ?? ''))?.currentPhase).toBe('QUEUED');
    await expect(start()).rejects.toMatchObject({ name: 'AccountLimitExceededException' });
    await client.send(new StopBuildCommand({ id: first }));
    await vi.waitFor(async () => expect((await get(waiting[0] ?? ''))?.currentPhase).toBe('BUILD'));
  });

  it('is the same build for the same token, and only for the same call', async () => {
    const { client, project, start } = await setUp();
    await project('version: 0.2\nphases: {}');
    const call = { idempotencyToken: 'token', sourceVersion: 'main' };
    expect(await start(call)).toBe(await start(call));
    await expect(start({ ...call, sourceVersion: 'other' })).rejects.toMatchObject({
      name: 'InvalidInputException',
    });
    const { ids } = await client.send(new ListBuildsForProjectCommand({ projectName: 'web' }));
    expect(ids).toHaveLength(1);
  });

  it('takes another buildspec for one call, by its text', async () => {
    const { build, log } = await setUp();
    const ended = await build('version: 0.2\nphases: { build: { commands: ["false"] } }', {
      buildspecOverride:
        'version: 0.2\nenv: { shell: bash }\nphases: { build: { commands: ["[[ a == a ]] && echo over"] } }',
    });
    expect(ended?.buildStatus).toBe('SUCCEEDED');
    expect(log.text).toContain('\nover\n');
  });

  it('leaves nothing of a command in the background, nor of its folder', async () => {
    const { build, log, folder } = await setUp();
    const ended = await build(
      'version: 0.2\nphases: { build: { commands: ["sleep 300 & JOB=$!; echo pid $JOB", "kill -0 $JOB && echo there"] } }',
    );
    expect(ended?.buildStatus).toBe('SUCCEEDED');
    expect(log.text).toContain('\nthere\n');
    const pid = Number(/^pid (\d+)$/m.exec(log.text)?.[1]);
    await hasEnded(pid);
    await expect(execute('ls', [join(folder, 'codebuild')])).resolves.toMatchObject({ stdout: '' });
  });
});

describe('a project’s role', () => {
  const PLAIN =
    'version: 0.2\nenv: { parameter-store: { SECRET: /web/secret } }\nphases: { build: { commands: [env] } }';

  it('must be allowed to make the log, or nothing is built', async () => {
    const { build, log } = await setUp({ refused: 'logs:CreateLogStream' });
    const ended = await build(PLAIN);
    expect(ended).toMatchObject({ buildStatus: 'FAILED' });
    const [submitted] = ended?.phases ?? [];
    expect(submitted).toMatchObject({ phaseType: 'SUBMITTED', phaseStatus: 'FAILED' });
    expect(submitted?.contexts).toMatchObject([
      {
        statusCode: 'ACCESS_DENIED',
        message: expect.stringMatching(
          /^Service role arn:aws:iam::000000000000:role\/build does not allow AWS CodeBuild to create Amazon CloudWatch Logs log streams for build arn:.*not authorized to perform: logs:CreateLogStream on resource: arn:aws:logs:us-east-1:000000000000:log-group:\/aws\/codebuild\/web:log-stream:/,
        ),
      },
    ]);
    expect(log.text).toBe('');
  });

  it('must be allowed to read the parameters that the buildspec names', async () => {
    const { build } = await setUp({ refused: 'ssm:GetParameters' });
    const ended = await build(PLAIN);
    expect(ended?.phases?.find(({ phaseStatus }) => phaseStatus === 'FAILED')).toMatchObject({
      phaseType: 'DOWNLOAD_SOURCE',
      contexts: [
        {
          statusCode: 'Decrypted Variables Error',
          message: expect.stringContaining(
            'not authorized to perform: ssm:GetParameters on resource: arn:aws:ssm:us-east-1:000000000000:parameter/web/secret',
          ),
        },
      ],
    });
  });
});

describe('a project', () => {
  it.each([
    ['artifacts', { artifacts: { type: 'S3', location: 'b' } }, /only NO_ARTIFACTS/],
    ['a source in S3', { source: { type: 'S3', location: 'b/k' } }, /sources of the type S3/],
    ['no buildspec', { source: { type: 'NO_SOURCE' } }, /buildspec is required/],
  ] as const)('is refused with %s', async (_, more, message) => {
    const { project } = await setUp();
    await expect(project('version: 0.2\nphases: {}', more)).rejects.toThrow(message);
  });
});
