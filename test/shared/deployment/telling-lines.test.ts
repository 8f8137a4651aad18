import { expect, it } from 'vitest';
import { tellingLines } from '../../../shared/deployment/telling-lines.ts';

it.each([
  [
    'Node.js',
    `file:///app/migrate.mjs:3
throw new Error('no database');
      ^

Error: no database
    at file:///app/migrate.mjs:3:7
    at ModuleJob.run (node:internal/modules/esm/module_job:561:25)
    at async asyncRunEntryPointWithESMLoader (node:internal/modules/run_main:101:5)

Node.js v24.21.0`,
    'Error: no database',
  ],
  [
    'Java',
    `Exception in thread "main" java.lang.IllegalStateException: no database
\tat com.example.Migrate.main(Migrate.java:12)
\tat java.base/java.lang.Thread.run(Thread.java:1583)
\t... 3 more`,
    'Exception in thread "main" java.lang.IllegalStateException: no database',
  ],
  [
    'Python',
    `Traceback (most recent call last):
  File "/app/migrate.py", line 3, in <module>
    connect()
ValueError: no database`,
    'ValueError: no database',
  ],
])('of what %s writes when it fails, the last line told is what happened', (_, output, last) => {
  const lines = output.split('\n').filter((line) => line !== '');
  expect(tellingLines(lines).at(-1)).toBe(last);
});

it('tells the last ones where all are alike', () => {
  expect(tellingLines(['a', 'b', 'c', 'd', 'e', 'f'])).toEqual(['b', 'c', 'd', 'e', 'f']);
  expect(tellingLines(['    at x (y.js:1:2)'])).toEqual(['at x (y.js:1:2)']);
});
