// Lints the CloudFormation templates with cfn-lint (PyPI): the one on the PATH, else one in a folder of its own.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const VERSION = '1.58.0';
const project = fileURLToPath(new URL('..', import.meta.url));
const folder = `${project}.local-cloud/cfn-lint`;

function run(command, args) {
  return spawnSync(command, args, { cwd: project, stdio: ['ignore', 'inherit', 'inherit'] });
}

function findLinter() {
  if (spawnSync('cfn-lint', ['--version']).status === 0) return 'cfn-lint';
  const own = `${folder}/bin/cfn-lint`;
  if (existsSync(own)) return own;
  console.log(`Installing cfn-lint ${VERSION}…`);
  if (run('python3', ['-m', 'venv', folder]).status !== 0)
    fail('cfn-lint needs python3 with venv (on Debian: apt-get install python3-venv)');
  if (run(`${folder}/bin/pip`, ['install', '--quiet', `cfn-lint==${VERSION}`]).status !== 0)
    fail('cfn-lint could not be installed');
  return own;
}

function fail(message) {
  console.error(message);
  process.exit(1);
}

const templates = ['.serverless/cloudformation-template-update-stack.json', 'stacks/web.yml'];
// W3005: osls writes DependsOn where a Ref would do.
const { status } = run(findLinter(), ['--ignore-checks', 'W3005', '--template', ...templates]);
process.exit(status ?? 1);
