import type { AddTagsToCertificateRequest } from '@aws-sdk/client-acm';
import type { Operation } from '../../gateway/service.ts';
import type { Context } from '../context.ts';
import { addTags } from '../tags.ts';

export const addTagsToCertificate =
  ({ certificates }: Context): Operation<AddTagsToCertificateRequest, void> =>
  (input) =>
    addTags(certificates.get(input.CertificateArn ?? '').tags, input.Tags ?? []);
