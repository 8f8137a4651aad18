// Lints the CloudFormation templates with cfn-lint.
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { pythonTool } from './python-tool.ts';

const project = fileURLToPath(new URL('..', import.meta.url));
const templates = [
  '.serverless/cloudformation-template-update-stack.json',
  ...['stacks/web.yml', 'stacks/web-beanstalk.yml', 'stacks/deployer-role.yml', 'stacks/forward-events.yml'],
];

function findLinter(): string {
  try {
    return pythonTool({ command: 'cfn-lint', package: 'cfn-lint', version: '1.58.0' });
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    return process.exit(1);
  }
}

// W3005: osls writes DependsOn where a Ref would do.
const { status } = spawnSync(findLinter(), ['--ignore-checks', 'W3005', '--template', ...templates], {
  cwd: project,
  stdio: ['ignore', 'inherit', 'inherit'],
});
process.exit(status ?? 1);
