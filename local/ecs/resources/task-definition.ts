import type { RegisterTaskDefinitionRequest } from '@aws-sdk/client-ecs';
import { checkKnown } from '../../cloudformation/known-properties.ts';
import type { Properties, ResourceProvider } from '../../cloudformation/provider.ts';
import type { Context } from '../context.ts';
import { deregisterTaskDefinition } from '../operations/deregister-task-definition.ts';
import { registerTaskDefinition } from '../operations/register-task-definition.ts';
import { asInput, stackCall } from './as-input.ts';

/** Every change but that of tags is a new revision: CloudFormation replaces, and deregisters the one before. */
const replaceOn = [
  'Family',
  'ContainerDefinitions',
  'Cpu',
  'Memory',
  'NetworkMode',
  'TaskRoleArn',
  'ExecutionRoleArn',
  'RequiresCompatibilities',
  'RuntimePlatform',
  'Volumes',
  'PlacementConstraints',
  'ProxyConfiguration',
  'PidMode',
  'IpcMode',
  'EphemeralStorage',
  'InferenceAccelerators',
  'EnableFaultInjection',
];

export function taskDefinitionResource(context: Context): ResourceProvider {
  const inputOf = (properties: Properties) => {
    checkKnown('AWS::ECS::TaskDefinition', properties, [...replaceOn, 'Tags']);
    return asInput<RegisterTaskDefinitionRequest>(properties);
  };
  return {
    replaceOn,
    async create({ properties, generatedName }) {
      const input = inputOf(properties);
      const { taskDefinition } = await registerTaskDefinition(context)(
        { ...input, family: input.family ?? generatedName.replace(/[^a-zA-Z0-9_-]/g, '') },
        stackCall('RegisterTaskDefinition'),
      );
      const arn = taskDefinition?.taskDefinitionArn ?? '';
      return { id: arn, attributes: { TaskDefinitionArn: arn } };
    },
    update({ properties, resource }) {
      const found = context.definitions.get(resource.id);
      if (!found) throw new Error(`Task definition ${resource.id} does not exist`);
      found.tags = inputOf(properties).tags ?? [];
      return resource;
    },
    async delete({ resource }) {
      if (context.definitions.get(resource.id))
        await deregisterTaskDefinition(context)(
          { taskDefinition: resource.id },
          stackCall('DeregisterTaskDefinition'),
        );
    },
  };
}
