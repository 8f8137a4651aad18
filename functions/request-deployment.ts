import { type Envelope, ecrImageAction, isEvent } from '../events/index.ts';
import { requestImage } from '../shared/deployment/request-image.ts';
import { onInvocation } from '../shared/runtime/handlers.ts';
import { image, ledger, requestPorts } from '../shared/runtime/services.ts';

/** An image was pushed to ECR: where a pipeline names its repository, it is to be deployed. */
export const handler = onInvocation(async (event: Envelope, log) => {
  const ignored = (reason: string) => {
    log.info('ignored', { reason });
    return { ignored: reason };
  };
  if (!isEvent(ecrImageAction, event)) return ignored(`not an ${ecrImageAction.detailType} event`);
  const { 'repository-name': repository, 'image-digest': digest, 'image-tag': tag } = event.detail;
  const { pipelines } = await ledger().config();
  if (!pipelines.some((pipeline) => pipeline.repository === repository)) {
    return ignored(`no pipeline names the repository ${repository}`);
  }
  // The children of a multi-architecture image come without a tag; their index comes with one.
  if (!tag) return ignored(`${digest} has no tag`);
  const pushed = await image(repository, digest);
  if (pushed === undefined) return ignored(`${repository} no longer has ${digest}`);
  const deployments = await requestImage(pushed, `image ${tag.slice(0, 12)}`, requestPorts());
  return { requested: deployments.map(({ id }) => id) };
});
