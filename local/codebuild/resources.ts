import { z } from 'zod';
import type {
  Properties,
  Resource,
  ResourceProvider,
  ResourceProviders,
} from '../cloudformation/provider.ts';
import type { Call } from '../gateway/service.ts';
import type { Context } from './context.ts';
import { createProject } from './operations/create-project.ts';
import { deleteProject } from './operations/delete-project.ts';
import { projectShape } from './resources/project-shape.ts';

export const codebuildResources = (context: Context): ResourceProviders => ({
  'AWS::CodeBuild::Project': projectResource(context),
});

function projectResource(context: Context): ResourceProvider {
  // CloudFormation calls the service's own code; there is no caller to judge.
  const call: Call = {
    service: 'codebuild',
    operation: 'CloudFormation',
    caller: { arn: `arn:aws:iam::${context.account.id}:root`, accountId: context.account.id },
    requestId: 'cloudformation',
  };
  const describe = (name: string): Resource => ({
    id: name,
    attributes: { Arn: context.projects.get(name).project.arn },
  });
  const inputOf = (properties: Properties) => {
    const parsed = projectShape.safeParse(properties);
    if (parsed.success) return parsed.data;
    throw new Error(`AWS::CodeBuild::Project: ${z.prettifyError(parsed.error)}`);
  };
  return {
    replaceOn: ['Name'],
    async create({ properties, generatedName }) {
      const input = inputOf(properties);
      const name = input.name ?? generatedName;
      await createProject(context)({ ...input, name }, call);
      return describe(name);
    },
    async update({ properties, resource }) {
      const input = inputOf(properties);
      // What the template no longer has must not stay: the project is made anew, its builds go on counting.
      const { buildNumber } = context.projects.get(resource.id);
      const before = context.projects.get(resource.id);
      context.projects.all.delete(resource.id);
      try {
        await createProject(context)({ ...input, name: resource.id }, call);
      } catch (error) {
        context.projects.all.set(resource.id, before);
        throw error;
      }
      const { created } = before.project;
      const record = context.projects.get(resource.id);
      context.projects.all.set(resource.id, {
        project: { ...record.project, ...(created ? { created } : {}) },
        buildNumber,
      });
      return describe(resource.id);
    },
    async delete({ resource }) {
      await deleteProject(context)({ name: resource.id }, call);
    },
  };
}
