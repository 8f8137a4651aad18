import type { IncomingMessage, ServerResponse } from 'node:http';
import type { SideRoute } from '../../gateway/index.ts';
import type { Context } from '../context.ts';
import type { Task } from '../tasks/task.ts';
import { containerMetadata, taskMetadata } from './metadata.ts';
import { PATHS } from './paths.ts';
import { TaskCredentials } from './task-credentials.ts';

interface Answer {
  readonly status: number;
  readonly body: object;
}

/**
 * What a task can ask about itself, as the agent beside it answers on AWS: its role's credentials ("Amazon ECS task
 * IAM role") and the task metadata endpoint version 4, without the stats. On AWS both are at 169.254.170.2; here they
 * are on the gateway's port.
 */
export function createAgent(
  context: Pick<Context, 'clusters' | 'identities' | 'account' | 'clock'>,
): SideRoute {
  const credentials = new TaskCredentials(context);
  const taskOf = (id: string | undefined): Task | undefined =>
    context.clusters.all
      .map(({ tasks }) => tasks.get(id ?? ''))
      .find((task) => task !== undefined && task.lastStatus !== 'STOPPED');

  const answer = (path: string, token: string | undefined): Answer => {
    const [kind, taskId, containerId, ...rest] = path.slice(PATHS.all.length).split('/');
    const task = taskOf(taskId);
    if (!task) return missing(path);
    if (kind === PATHS.credentials && containerId === undefined)
      return token === task.token
        ? { status: 200, body: credentials.of(task) }
        : {
            status: 403,
            body: { code: 'AccessDenied', message: 'the authorization token is not this task’s' },
          };
    const container = task.containers.find(({ id }) => id === containerId);
    if (kind !== PATHS.metadata || !container) return missing(path);
    if (rest.length === 0) return { status: 200, body: containerMetadata(task, container) };
    return rest.join('/') === 'task' ? { status: 200, body: taskMetadata(task) } : missing(path);
  };

  return {
    matches: ({ url }) => url?.startsWith(PATHS.all) ?? false,
    handle(request: IncomingMessage, response: ServerResponse) {
      request.resume();
      const { status, body } =
        request.method === 'GET'
          ? answer(request.url ?? '', request.headers.authorization)
          : missing(request.url ?? '');
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    },
  };
}

const missing = (path: string): Answer => ({
  status: 404,
  body: { code: 'NotFound', message: `the local cloud's ECS agent has nothing at ${path}` },
});
