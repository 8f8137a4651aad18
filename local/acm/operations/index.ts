import type { AnyOperation } from '../../gateway/service.ts';
import type { Context } from '../context.ts';
import { addTagsToCertificate } from './add-tags-to-certificate.ts';
import { deleteCertificate } from './delete-certificate.ts';
import { describeCertificate } from './describe-certificate.ts';
import { getCertificate } from './get-certificate.ts';
import { importCertificate } from './import-certificate.ts';
import { listCertificates } from './list-certificates.ts';
import { listTagsForCertificate } from './list-tags-for-certificate.ts';
import { removeTagsFromCertificate } from './remove-tags-from-certificate.ts';

/** What the service answers, by AWS's names. */
export const operationsOf = (context: Context): Readonly<Record<string, AnyOperation>> => ({
  AddTagsToCertificate: addTagsToCertificate(context),
  DeleteCertificate: deleteCertificate(context),
  DescribeCertificate: describeCertificate(context),
  GetCertificate: getCertificate(context),
  ImportCertificate: importCertificate(context),
  ListCertificates: listCertificates(context),
  ListTagsForCertificate: listTagsForCertificate(context),
  RemoveTagsFromCertificate: removeTagsFromCertificate(context),
});
