import type { BucketStore } from '../../parts.ts';
import type { Version } from '../versions/version.ts';
import { compose } from './compose.ts';
import { dockerrun1, dockerrunVersion, type Exposed } from './dockerrun.ts';
import { extensions } from './extensions.ts';
import { BundleError, type Plan } from './plan.ts';
import { unpack } from './unpack.ts';

/** A version's files; none for an image without a bundle. @throws BundleError, AwsError where the object is gone */
export function filesOf(
  { objects }: { objects: BucketStore },
  { bundle }: Version,
): ReadonlyMap<string, string> {
  const { S3Bucket = '', S3Key = '' } = bundle ?? {};
  return bundle ? unpack(S3Key, objects.get(S3Bucket, S3Key)) : new Map();
}

/**
 * What the Docker platform makes of a version ("Using the Docker platform branch": a compose file is stronger than
 * Dockerrun.aws.json).
 * @throws BundleError
 */
export function planOf(
  context: { objects: BucketStore; exposed: Exposed },
  version: Version,
  variables: Readonly<Record<string, string>>,
): Plan {
  const { exposed } = context;
  if (version.imageUri !== undefined) {
    const content = { AWSEBDockerrunVersion: '1', Image: { Name: version.imageUri } };
    return { containers: [dockerrun1(content, variables, exposed)], options: [], warnings: [] };
  }
  const files = filesOf(context, version);
  const asked = extensions(files);
  const composed = files.get('docker-compose.yml') ?? files.get('docker-compose.yaml');
  const dockerrun = files.get('Dockerrun.aws.json');
  const { version: format, content } =
    dockerrun === undefined ? { version: '', content: {} } : dockerrunVersion(dockerrun);
  if (composed !== undefined) {
    if (dockerrun !== undefined && format !== '3')
      throw new BundleError(
        'Invalid Dockerrun.aws.json version, abort deployment: beside docker-compose.yml it is 3.',
      );
    return { ...asked, containers: compose(composed, variables, files) };
  }
  if (dockerrun !== undefined) {
    if (format === '2')
      throw new BundleError(
        'Invalid Dockerrun.aws.json version, abort deployment: version 2 is for the ECS managed Docker platform, which the local cloud has not.',
      );
    if (format === '3')
      throw new BundleError(
        'Dockerrun.aws.json of version 3 comes with a docker-compose.yml, which is not in the bundle.',
      );
    if (format !== '1') throw new BundleError('Invalid Dockerrun.aws.json version, abort deployment');
    return { ...asked, containers: [dockerrun1(content, variables, exposed)] };
  }
  throw new BundleError(
    files.has('Dockerfile')
      ? 'the local cloud builds no images on instances: push one to ECR and name it in Dockerrun.aws.json.'
      : "Both 'Dockerfile' and 'Dockerrun.aws.json' are missing in your source bundle. Include at least one of them. The deployment failed.",
  );
}
