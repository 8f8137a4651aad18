import { startCloud } from '../local/cloud.ts';

// A local cloud in a process of its own, so that what is measured of it is its own. Started with its options as JSON;
// answers each message by IPC.

/** What may be asked of it. */
export type Question =
  | { readonly ask: 'memory' }
  | { readonly ask: 'webhook'; readonly repository: string; readonly url: string; readonly secret: string }
  | { readonly ask: 'close' };

export interface Memory {
  /** After a garbage collection. */
  readonly heapMegabytes: number;
  /** Buffers, which are outside of the heap. */
  readonly bufferMegabytes: number;
  readonly violations: readonly string[];
}

export interface Started {
  readonly environment: Readonly<Record<string, string>>;
  readonly folder: string;
  readonly engine: 'docker' | 'process';
}

const cloud = await startCloud(JSON.parse(process.argv[2] ?? '{}'));

async function answer(question: Question): Promise<object> {
  switch (question.ask) {
    case 'memory': {
      // A plain one keeps the pages that it frees, for V8's next collection, in what the process has resident. They are
      // given back as soon as there is little to do for eight seconds, which never comes in a day of twenty minutes.
      globalThis.gc?.({ type: 'major', execution: 'sync', flavor: 'last-resort' });
      const { heapUsed, arrayBuffers } = process.memoryUsage();
      return {
        heapMegabytes: heapUsed / 1e6,
        bufferMegabytes: arrayBuffers / 1e6,
        violations: cloud.gateway.violations,
      } satisfies Memory;
    }
    case 'webhook':
      cloud.git.addWebhook(question.repository, { url: question.url, secret: question.secret });
      return {};
    case 'close':
      await cloud.close();
      return {};
  }
}

process.on('message', (question: Question) => {
  answer(question).then(
    (answered) => process.send?.(answered),
    (error: Error) => process.send?.({ error: error.message }),
  );
});
// Whoever measured is gone.
process.once('disconnect', () => cloud.close().finally(() => process.exit()));
process.send?.({
  environment: cloud.environment,
  folder: cloud.account.folder,
  engine: cloud.engine.name,
} satisfies Started);
