import type { Tag } from '@aws-sdk/client-elastic-beanstalk';
import { AwsError } from '../gateway/service.ts';
import type { Context } from './context.ts';
import { invalid } from './refuse.ts';

/** Of a user's own ("Tagging Elastic Beanstalk application resources": 50 with those that AWS sets). */
const MOST_TAGS = 47;
const TOO_MANY = `The number of tags in the resource would exceed ${MOST_TAGS}.`;

/** Tags of a request. @throws AwsError InvalidParameterValue */
export function checkTags(tags: readonly Tag[]): void {
  const keys = tags.map(({ Key = '' }) => Key);
  const reserved = keys.find((key) => /^(aws|elasticbeanstalk):/i.test(key));
  if (reserved !== undefined)
    throw invalid(
      `Tag key '${reserved}' is invalid. Tag keys cannot start with 'aws:' or 'elasticbeanstalk:'.`,
    );
  const twice = keys.find((key, index) => keys.indexOf(key) !== index);
  if (twice !== undefined) throw invalid(`Duplicate tag key '${twice}'.`);
  if (tags.length > MOST_TAGS) throw invalid(TOO_MANY);
}

/** All that a resource is to have. @throws AwsError TooManyTagsException */
export function checkNumber(tags: readonly Tag[]): void {
  if (tags.length > MOST_TAGS) throw new AwsError('TooManyTagsException', TOO_MANY);
}

/** What an ARN names, as something with tags. @throws AwsError ResourceNotFoundException, ResourceTypeNotSupportedException */
export function taggedBy({ applications, environments }: Context, arn: string): { tags: Tag[] } {
  const [kind = '', application = '', name = ''] = arn.split(':').slice(5).join(':').split('/');
  const found = holderOf();
  if (found) return found;
  throw new AwsError('ResourceNotFoundException', `Resource ${arn} not found.`);

  function holderOf(): { tags: Tag[] } | undefined {
    switch (kind) {
      case 'application':
        return applications.find(application);
      case 'applicationversion':
        return applications.find(application)?.versions.find(({ label }) => label === name);
      case 'configurationtemplate':
        return applications.find(application)?.templates.get(name);
      case 'environment':
        return environments.of(application).find((environment) => environment.name === name);
      default:
        throw new AwsError(
          'ResourceTypeNotSupportedException',
          `The type of the specified Amazon Resource Name (ARN) is not supported: ${arn}`,
        );
    }
  }
}
