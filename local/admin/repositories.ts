import * as z from 'zod';
import type { Git } from '../git/index.ts';
import type { AdminResource } from './resource.ts';

const wanted = z.strictObject({
  /** `OWNER/NAME` */
  name: z.string(),
  webhooks: z.optional(z.array(z.strictObject({ url: z.url(), secret: z.string() }))),
});

/** Makes git repositories, with webhooks as GitHub's settings page would. */
export function repositories(git: Git): AdminResource {
  return {
    usage: 'POST /_local/repositories {name, webhooks: [{url, secret}]}',
    async POST({ body }) {
      const asked = wanted.safeParse(body);
      if (!asked.success) return { status: 400, body: { error: z.prettifyError(asked.error) } };
      const { name, webhooks = [] } = asked.data;
      const { url } = await git.createRepository(name, { webhooks });
      return { status: 201, body: { name, url } };
    },
  };
}
