import * as z from 'zod';
import { BundleError, type PlannedContainer } from './plan.ts';

/** https://docs.aws.amazon.com/elasticbeanstalk/latest/dg/single-container-docker-configuration.html */
const version1 = z.object({
  AWSEBDockerrunVersion: z.union([z.literal('1'), z.literal(1)]),
  Authentication: z.looseObject({}).optional(),
  Image: z
    .object({ Name: z.string().min(1), Update: z.union([z.string(), z.boolean()]).optional() })
    .optional(),
  Ports: z
    .array(
      z.object({
        ContainerPort: z.coerce.number().int().min(1).max(65_535),
        HostPort: z.coerce.number().int().min(1).max(65_535).optional(),
      }),
    )
    .optional(),
  Volumes: z.array(z.object({ HostDirectory: z.string(), ContainerDirectory: z.string() })).optional(),
  Logging: z.string().optional(),
  Entrypoint: z.string().optional(),
  Command: z.string().optional(),
});

/** The version that a file says it has. @throws BundleError */
export function dockerrunVersion(json: string): { readonly version: string; readonly content: unknown } {
  let content: unknown;
  try {
    content = JSON.parse(json);
  } catch (cause) {
    throw new BundleError(
      `Dockerrun.aws.json: Invalid json format file, abort deployment: ${cause instanceof Error ? cause.message : cause}`,
      { cause },
    );
  }
  const version =
    typeof content === 'object' && content !== null && 'AWSEBDockerrunVersion' in content
      ? String(content.AWSEBDockerrunVersion)
      : '';
  return { version, content };
}

/** Ports of an image that says which it listens on. @param exposed undefined where that is not known */
export type Exposed = (image: string) => readonly number[] | undefined;

/** The one container of a file of version 1. @throws BundleError */
export function dockerrun1(
  content: unknown,
  variables: Readonly<Record<string, string>>,
  exposed: Exposed,
): PlannedContainer {
  const checked = version1.safeParse(content);
  if (!checked.success)
    throw new BundleError(
      `Dockerrun.aws.json: ${checked.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`).join('; ')}`,
    );
  const { Image, Ports, Volumes = [], Entrypoint, Command } = checked.data;
  if (!Image)
    throw new BundleError(
      'Dockerrun.aws.json: Image.Name is missing: the local cloud builds no images on instances, push one to ECR.',
    );
  const ports = Ports?.map(({ ContainerPort }) => ContainerPort) ?? exposed(Image.Name) ?? [];
  const [first] = ports;
  if (first === undefined)
    throw new BundleError(
      'No EXPOSE directive found in the image, and no Ports in Dockerrun.aws.json, abort deployment.',
    );
  return {
    name: 'app',
    image: Image.Name,
    ...(Entrypoint ? { entryPoint: Entrypoint.split(/\s+/) } : {}),
    ...(Command ? { command: Command.split(/\s+/) } : {}),
    environment: variables,
    // The proxy of the instance, at port 80, goes to the first ("Ports": "Elastic Beanstalk uses the first").
    ports: ports.map((container, index) => ({ instance: index === 0 ? 80 : container, container })),
    folders: Volumes.map(({ HostDirectory, ContainerDirectory }) => ({
      instance: HostDirectory,
      container: ContainerDirectory,
      readOnly: false,
    })),
  };
}
