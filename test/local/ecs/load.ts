import { Agent, request } from 'node:http';

/** Clients that ask all the time, over kept connections. What is not a 200 is a failure. */
export function load(url: string, clients: number) {
  const agent = new Agent({ keepAlive: true });
  const failures: string[] = [];
  const words = new Map<string, number>();
  let total = 0;
  let running = true;
  const ask = () =>
    new Promise<void>((resolve) => {
      request(url, { agent }, (response) => {
        let body = '';
        response.on('data', (chunk) => {
          body += chunk;
        });
        response.on('end', () => {
          total++;
          if (response.statusCode === 200) words.set(body, (words.get(body) ?? 0) + 1);
          else failures.push(`${response.statusCode} ${body}`);
          resolve();
        });
      })
        .on('error', (error) => {
          failures.push(String(error));
          resolve();
        })
        .end();
    });
  const all = Promise.all(
    Array.from({ length: clients }, async () => {
      while (running) await ask();
    }),
  );
  return {
    answers: (word: string) => words.get(word) ?? 0,
    async stop() {
      running = false;
      await all;
      agent.destroy();
      return { failures, total, words: [...words.keys()].sort() };
    },
  };
}
