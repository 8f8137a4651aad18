import type { Resource, ResourceProvider } from '../../cloudformation/provider.ts';
import { collectBlobs } from '../collect-blobs.ts';
import type { Context } from '../context.ts';
import { checkLifecyclePolicy, repositoryPolicy } from '../policies.ts';
import type { Repository } from '../repository.ts';
import { settingsOf } from '../settings.ts';
import { setTags } from '../tags.ts';
import { type RepositoryProperties, readProperties } from './properties.ts';

/** `AWS::ECR::Repository`. Scanning, encryption and lifecycle policies are recorded and read back, but have no effect. */
export function repositoryResource(context: Context): ResourceProvider {
  const { clock, repositories } = context;
  return {
    replaceOn: ['RepositoryName', 'EncryptionConfiguration'],
    create({ properties, generatedName }) {
      const wanted = readProperties(properties);
      check(wanted);
      // Repository names are lower case; the names that CloudFormation makes are not.
      const name = wanted.name ?? generatedName.toLowerCase();
      return apply(repositories.create(name, clock.date(), settingsOf(wanted.settings)), wanted);
    },
    update({ properties, resource }) {
      const wanted = readProperties(properties);
      check(wanted);
      const repository = repositories.get(resource.id);
      Object.assign(repository.settings, settingsOf(wanted.settings));
      repository.resourceTags.clear();
      return apply(repository, wanted);
    },
    delete({ resource, properties }) {
      if (!repositories.find(resource.id)) return;
      repositories.delete(resource.id, readProperties(properties).emptyOnDelete);
      collectBlobs(context);
    },
  };
}

function check({ lifecyclePolicy, policy }: RepositoryProperties): void {
  if (lifecyclePolicy !== undefined) checkLifecyclePolicy(lifecyclePolicy);
  if (policy !== undefined) repositoryPolicy(policy);
}

function apply(repository: Repository, wanted: RepositoryProperties): Resource {
  repository.lifecyclePolicy = wanted.lifecyclePolicy;
  repository.policy = wanted.policy;
  setTags(repository, wanted.tags);
  return {
    id: repository.name,
    attributes: { Arn: repository.arn, RepositoryUri: repository.uri },
  };
}
