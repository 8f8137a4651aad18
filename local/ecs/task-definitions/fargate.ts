import type { ContainerDefinition, RegisterTaskDefinitionRequest, Volume } from '@aws-sdk/client-ecs';
import { fargateSize } from './fargate-size.ts';

/** Seconds (API reference, ContainerDefinition: startTimeout, stopTimeout). */
const LONGEST_TIMEOUT = 120;

/** GiB that a task may ask for beyond its 20 ("Fargate task ephemeral storage"). */
const STORAGE = [21, 200] as const;

/**
 * Why a task definition cannot run on Fargate ("Amazon ECS task definition differences for Fargate"), the first reason
 * as ECS gives it; undefined where it can.
 * @param registry host of the local cloud's own: its repositories are there what ECR's are on AWS
 */
export function fargateProblem(input: RegisterTaskDefinitionRequest, registry: string): string | undefined {
  if (input.networkMode !== 'awsvpc') return 'Fargate only supports network mode ‘awsvpc’.';
  const size = fargateSize(input.cpu, input.memory);
  if (size !== undefined) return size;
  if (!input.executionRoleArn) {
    const need = input.containerDefinitions?.flatMap((one) => needsExecutionRole(one, registry))[0];
    if (need) return `Fargate requires task definition to have execution role ARN to support ${need}.`;
  }
  const storage = input.ephemeralStorage?.sizeInGiB;
  if (storage !== undefined && (storage < STORAGE[0] || storage > STORAGE[1]))
    return `Fargate requires ephemeral storage between ${STORAGE[0]} and ${STORAGE[1]} GiB.`;
  const missing = [
    input.placementConstraints?.length && 'placement constraints',
    input.ipcMode && 'ipcMode',
    input.pidMode === 'host' && 'pidMode host',
    input.inferenceAccelerators?.length && 'inferenceAccelerators',
    ...(input.volumes ?? []).map(inVolume),
    ...(input.containerDefinitions ?? []).flatMap(inContainer),
  ].find((one) => typeof one === 'string');
  return missing === undefined ? undefined : `Fargate compatible task definitions do not support ${missing}`;
}

const needsExecutionRole = (
  { image = '', logConfiguration, secrets }: ContainerDefinition,
  registry: string,
): string[] => [
  ...(/^\d{12}\.dkr\.ecr\./.test(image) || image.startsWith(`${registry}/`) ? ['ECR images'] : []),
  ...(logConfiguration?.logDriver === 'awslogs' ? ['log driver awslogs'] : []),
  ...(secrets?.length ? ['secrets'] : []),
];

const inVolume = ({ host, dockerVolumeConfiguration, fsxWindowsFileServerVolumeConfiguration }: Volume) =>
  (host?.sourcePath && 'host.sourcePath') ||
  (dockerVolumeConfiguration && 'dockerVolumeConfiguration') ||
  (fsxWindowsFileServerVolumeConfiguration && 'fsxWindowsFileServerVolumeConfiguration');

function inContainer({ linuxParameters, logConfiguration, ...container }: ContainerDefinition) {
  const driver = logConfiguration?.logDriver;
  return [
    container.privileged && 'privileged',
    container.disableNetworking && 'disableNetworking',
    container.dnsServers?.length && 'dnsServers',
    container.dnsSearchDomains?.length && 'dnsSearchDomains',
    container.dockerSecurityOptions?.length && 'dockerSecurityOptions',
    container.extraHosts?.length && 'extraHosts',
    container.hostname && 'hostname',
    container.resourceRequirements?.some(({ type }) => type === 'GPU') && 'GPU',
    linuxParameters?.devices?.length && 'devices',
    linuxParameters?.sharedMemorySize !== undefined && 'sharedMemorySize',
    linuxParameters?.tmpfs?.length && 'tmpfs',
    linuxParameters?.maxSwap !== undefined && 'maxSwap',
    linuxParameters?.swappiness !== undefined && 'swappiness',
    driver && !['awslogs', 'splunk', 'awsfirelens'].includes(driver) && `the log driver ${driver}`,
    (container.startTimeout ?? 0) > LONGEST_TIMEOUT && `a startTimeout above ${LONGEST_TIMEOUT} seconds`,
    (container.stopTimeout ?? 0) > LONGEST_TIMEOUT && `a stopTimeout above ${LONGEST_TIMEOUT} seconds`,
  ];
}
