import { spawn } from 'node:child_process';
import type { Cloud } from '../../local/cloud.ts';

export interface Ran {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** Runs a program as a user of this cloud would in a shell, with the variables that the cloud prints. */
export function inShellOf(cloud: Cloud) {
  return (command: string, words: readonly string[], input = ''): Promise<Ran> =>
    new Promise((resolve, reject) => {
      const child = spawn(command, words, {
        env: { PATH: process.env.PATH, HOME: cloud.account.folder, AWS_PAGER: '', ...cloud.environment },
      });
      let out = '';
      let err = '';
      child.stdout.setEncoding('utf8').on('data', (text: string) => {
        out += text;
      });
      child.stderr.setEncoding('utf8').on('data', (text: string) => {
        err += text;
      });
      child.once('error', reject);
      child.once('close', (code) => resolve({ code: code ?? 1, out, err }));
      child.stdin.on('error', () => undefined).end(input);
    });
}
