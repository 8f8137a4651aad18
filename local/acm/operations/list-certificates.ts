import type { ListCertificatesRequest, ListCertificatesResponse } from '@aws-sdk/client-acm';
import { AwsError, type Operation } from '../../gateway/service.ts';
import { cutPage } from '../../paging.ts';
import { keyAlgorithmOf } from '../certificate.ts';
import type { Context } from '../context.ts';
import { describeSummary } from '../describe.ts';

/** API reference, ListCertificates: at most 1000. */
const PAGE_SIZE = 1000;

export const listCertificates =
  (context: Context): Operation<ListCertificatesRequest, ListCertificatesResponse> =>
  ({ CertificateStatuses: statuses, Includes: includes = {}, MaxItems: size = PAGE_SIZE, ...input }) => {
    const { keyTypes, keyUsage, extendedKeyUsage, exportOption, managedBy } = includes;
    if (keyUsage || extendedKeyUsage || exportOption || managedBy || input.CertificateKeyPairOrigins)
      throw new AwsError(
        'ValidationException',
        'the local cloud lists certificates by status and key type only',
      );
    // Without key types, AWS lists RSA certificates of 1024 and 2048 bits only (API reference, Filters).
    const types: readonly string[] = keyTypes ?? ['RSA_1024', 'RSA_2048'];
    const asked = context.certificates.all.filter((one) => types.includes(keyAlgorithmOf(one.parsed)));
    const direction = input.SortOrder === 'DESCENDING' ? -1 : 1;
    if (input.SortBy === 'CREATED_AT')
      asked.sort((one, other) => direction * (one.createdAt.getTime() - other.createdAt.getTime()));
    const wanted = asked.filter((one) => {
      const { Status } = describeSummary(one, context);
      return !statuses || (Status !== undefined && statuses.includes(Status));
    });
    const { items, next } = cutPage(
      wanted,
      { token: input.NextToken, size },
      () => new AwsError('ValidationException', 'The NextToken is not valid.'),
    );
    return {
      CertificateSummaryList: items.map((one) => describeSummary(one, context)),
      ...(next === undefined ? {} : { NextToken: next }),
    };
  };
