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
  project.provide('awsCli', findAwsCli());
  project.provide('docker', findDocker());
  project.provide('ebCli', findEbCli());
}

function findAwsCli(): Client {
  try {
    return { command: pythonTool({ command: 'aws', package: 'awscli', version: '1.46.3' }) };
  } catch (error) {
    return { missing: error instanceof Error ? error.message : String(error) };
  }
}

/** It is not installed for this: it brings dozens of packages along. */
function findEbCli(): Client {
  const { status } = spawnSync('eb', ['--version']);
  return status === 0
    ? { command: 'eb' }
    : { missing: 'there is no eb on the PATH (pip install awsebcli puts it there)' };
}

/** The command and an engine that answers it. */
function findDocker(): Client {
  const { status } = spawnSync('docker', ['version', '--format', '{{.Server.Version}}']);
  return status === 0 ? { command: 'docker' } : { missing: 'no Docker engine answers the docker command' };
}
