import { cp, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { run } from './run.ts';

const EXAMPLE = join(import.meta.dirname, '../../examples/web');

/** A working copy of the sample app, as a developer would have it. */
export class SampleRepository {
  readonly folder: string;

  private constructor(folder: string) {
    this.folder = folder;
  }

  /** Copies the example, commits it, and pushes it to the remote. */
  static async create(folder: string, remote: string): Promise<SampleRepository> {
    await mkdir(folder, { recursive: true });
    await cp(EXAMPLE, folder, { recursive: true });
    const repository = new SampleRepository(folder);
    await repository.#git('init', '--quiet', '--initial-branch=main');
    await repository.#git('remote', 'add', 'origin', remote);
    await repository.commit('Launch the sample app');
    await repository.push();
    return repository;
  }

  /** Changes a file, when it has the text that is to be replaced. */
  async edit(file: string, from: string, to: string): Promise<void> {
    const path = join(this.folder, file);
    const before = await readFile(path, 'utf8');
    if (!before.includes(from)) throw new Error(`${file} of the sample app has no ${JSON.stringify(from)}`);
    await writeFile(path, before.replace(from, to));
  }

  /** Commits all changes; the new commit's id. */
  async commit(message: string): Promise<string> {
    await this.#git('add', '--all');
    await this.#git('commit', '--quiet', '--message', message);
    return this.#git('rev-parse', 'HEAD');
  }

  /** Takes the last commit's change back, in a commit of its own. */
  async revert(): Promise<string> {
    await this.#git('revert', '--no-edit', 'HEAD');
    return this.#git('rev-parse', 'HEAD');
  }

  /** Sets the branch to a commit that it was at before, here and at the remote. */
  async reset(commit: string): Promise<void> {
    await this.#git('reset', '--quiet', '--hard', commit);
    await this.#git('push', '--quiet', '--force', 'origin', 'main');
  }

  head(): Promise<string> {
    return this.#git('rev-parse', 'HEAD');
  }

  async push(): Promise<void> {
    await this.#git('push', '--quiet', '--set-upstream', 'origin', 'main');
  }

  /** Pushes a commit that is there already, and nothing after it. */
  async pushUpTo(commit: string): Promise<void> {
    await this.#git('push', '--quiet', 'origin', `${commit}:refs/heads/main`);
  }

  #git(...args: string[]): Promise<string> {
    // Nobody's own settings, hooks or signing keys take part.
    const env = {
      ...process.env,
      GIT_CONFIG_GLOBAL: '/dev/null',
      GIT_CONFIG_SYSTEM: '/dev/null',
      GIT_TERMINAL_PROMPT: '0',
    };
    const who = ['-c', 'user.name=Sam Sample', '-c', 'user.email=sam@example.com'];
    return run('git', [...who, ...args], { cwd: this.folder, env });
  }
}
