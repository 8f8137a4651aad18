import { spawnSync } from 'node:child_process';
import type { TestProject } from 'vitest/node';
import { pythonTool } from '../../scripts/python-tool.ts';

/** A program of somebody else's: how it is called, or why it is not here. */
export type Client =
  | { readonly command: string; readonly missing?: undefined }
  | { readonly command?: undefined; readonly missing: string };

declare module 'vitest' {
  interface ProvidedContext {
    awsCli: Client;
    docker: Client;
    ebCli: Client;
  }
}

/** Looks for the clients once for all tests. */
export function setup(project: TestProject): void {
  project.provide('awsCli', find({ command: 'aws', package: 'awscli', version: '1.46.3' }));
  project.provide('docker', findDocker());
  project.provide('ebCli', find({ command: 'eb', package: 'awsebcli', version: '3.27.5' }));
}

/** A client from PyPI, on the PATH or in a folder of its own. */
function find(tool: Parameters<typeof pythonTool>[0]): Client {
  try {
    return { command: pythonTool(tool) };
  } catch (error) {
    return { missing: error instanceof Error ? error.message : String(error) };
  }
}

/** The command and an engine that answers it. */
function findDocker(): Client {
  const { status } = spawnSync('docker', ['version', '--format', '{{.Server.Version}}']);
  return status === 0 ? { command: 'docker' } : { missing: 'no Docker engine answers the docker command' };
}
