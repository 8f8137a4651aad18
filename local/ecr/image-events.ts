import type { EventSink } from '../parts.ts';
import type { Manifest } from './manifest.ts';
import type { Repository } from './repository.ts';

/**
 * Tells that an image was pushed or deleted (user guide, "Amazon ECR events and EventBridge").
 * An image without a tag, such as a child of an index, is told without `image-tag`.
 */
export function announce(
  events: EventSink,
  action: 'PUSH' | 'DELETE',
  repository: Repository,
  manifest: Manifest,
  tag: string | undefined,
): void {
  events.put({
    source: 'aws.ecr',
    detailType: 'ECR Image Action',
    resources: [],
    detail: {
      result: 'SUCCESS',
      'repository-name': repository.name,
      'image-digest': manifest.digest,
      'action-type': action,
      ...(tag === undefined ? {} : { 'image-tag': tag }),
      'manifest-media-type': manifest.mediaType,
      ...(manifest.artifactMediaType === undefined
        ? {}
        : { 'artifact-media-type': manifest.artifactMediaType }),
    },
  });
}
