import type { AccessRules } from './rules.ts';

const certificate = ({ CertificateArn = '*' }: { readonly CertificateArn?: string }) => [CertificateArn];

/** @see https://docs.aws.amazon.com/service-authorization/latest/reference/list_awscertificatemanager.html */
export const acmAccess: AccessRules = {
  prefix: 'acm',
  resources: {
    AddTagsToCertificate: certificate,
    DeleteCertificate: certificate,
    DescribeCertificate: certificate,
    GetCertificate: certificate,
    ImportCertificate: certificate,
    ListTagsForCertificate: certificate,
    RemoveTagsFromCertificate: certificate,
  },
};
