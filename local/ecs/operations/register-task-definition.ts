import type {
  Compatibility,
  ContainerDefinition,
  RegisterTaskDefinitionRequest,
  RegisterTaskDefinitionResponse,
} from '@aws-sdk/client-ecs';
import type { Operation } from '../../gateway/service.ts';
import { taskDefinitionArn } from '../arns.ts';
import type { Context } from '../context.ts';
import { checkTags } from '../tagging.ts';
import { checkTaskDefinition } from '../task-definitions/check.ts';
import { fargateProblem } from '../task-definitions/fargate.ts';
import { cpuUnits, memoryMebibytes } from '../task-definitions/units.ts';

/** Keeps all that was given, fields that this code has never heard of included. */
export const registerTaskDefinition =
  ({
    account,
    clock,
    definitions,
  }: Context): Operation<RegisterTaskDefinitionRequest, RegisterTaskDefinitionResponse> =>
  (input, { caller }) => {
    const sized = { ...input, ...sizeOf(input) };
    const registry = new URL(account.endpoint).host;
    checkTaskDefinition(sized, registry);
    const { tags = [], containerDefinitions = [], ...given } = structuredClone(sized);
    checkTags(tags);
    const family = given.family ?? '';
    const revision = definitions.nextNumber(family);
    const arn = taskDefinitionArn(account, family, revision);
    const containers = containerDefinitions.map((container) => withDefaults(container, given.networkMode));
    const description = {
      volumes: [],
      placementConstraints: [],
      ...given,
      taskDefinitionArn: arn,
      containerDefinitions: containers,
      revision,
      status: 'ACTIVE' as const,
      requiresAttributes: attributesOf(containers, given),
      compatibilities: compatibilitiesOf(sized, registry),
      registeredAt: clock.date(),
      registeredBy: caller.arn,
    };
    definitions.add({ arn, family, revision, containers, description, tags });
    return { taskDefinition: description, tags };
  };

type Given = Omit<RegisterTaskDefinitionRequest, 'tags' | 'containerDefinitions' | 'family'>;

/** The members that ECS adds to each container where they were left out. */
function withDefaults(container: ContainerDefinition, networkMode: string | undefined) {
  return {
    cpu: 0,
    essential: true,
    environment: [],
    mountPoints: [],
    volumesFrom: [],
    systemControls: [],
    ...container,
    // The check has seen both.
    name: container.name ?? '',
    image: container.image ?? '',
    portMappings: (container.portMappings ?? []).map((mapping) => ({
      protocol: 'tcp' as const,
      ...(networkMode === 'awsvpc' || networkMode === 'host'
        ? { hostPort: mapping.containerPort }
        : { hostPort: 0 }),
      ...mapping,
    })),
  };
}

function sizeOf(input: RegisterTaskDefinitionRequest): Pick<RegisterTaskDefinitionRequest, 'cpu' | 'memory'> {
  const cpu = cpuUnits(input.cpu);
  const memory = memoryMebibytes(input.memory);
  return { ...(cpu === undefined ? {} : { cpu }), ...(memory === undefined ? {} : { memory }) };
}

/** Where it could run, asked for or not. */
function compatibilitiesOf(input: RegisterTaskDefinitionRequest, registry: string): Compatibility[] {
  const external = input.networkMode !== 'awsvpc' ? (['EXTERNAL'] as const) : [];
  const fargate = fargateProblem(input, registry) === undefined ? (['FARGATE'] as const) : [];
  return [...external, 'EC2', ...fargate];
}

/** Those that ECS derives from roles, logs and the network mode; a scheduler without instances needs none of them. */
function attributesOf(containers: readonly ContainerDefinition[], given: Given) {
  const names = new Set(['com.amazonaws.ecs.capability.docker-remote-api.1.18']);
  for (const { logConfiguration, secrets } of containers) {
    if (logConfiguration?.logDriver)
      names.add(`com.amazonaws.ecs.capability.logging-driver.${logConfiguration.logDriver}`);
    if (secrets?.length) names.add('ecs.capability.secrets.ssm.environment-variables');
  }
  if (given.taskRoleArn) names.add('com.amazonaws.ecs.capability.task-iam-role');
  if (given.executionRoleArn) names.add('ecs.capability.execution-role-awslogs');
  if (given.networkMode === 'awsvpc') names.add('ecs.capability.task-eni');
  return [...names].map((name) => ({ name }));
}
