import { createHash } from 'node:crypto';
import type { Release } from '../../deployment/model.ts';
import { type MadeBundle, makeBundle } from './bundle/make.ts';
import { zipOf } from './bundle/zip.ts';
import type { Environment } from './target.ts';

/** The application version that a release is to be: the same for the same release with the same bundle. */
export interface VersionDraft {
  readonly label: string;
  /** None where the version is made of the image alone. */
  readonly bundle?: MadeBundle & { readonly zip: Uint8Array };
}

/** Lengths of the parts of a label, which has 100 characters at most. @see https://docs.aws.amazon.com/elasticbeanstalk/latest/api/API_CreateApplicationVersion.html */
const NAME_LENGTH = 12;
const MOST_OF_A_TAG = 60;
const FINGERPRINT_LENGTH = 8;

export function draftVersion(
  environment: Pick<Environment, 'settings' | 'repository'>,
  release: Release,
): VersionDraft {
  if (environment.settings.imageConfiguration) return { label: labelFor(release, release.image) };
  const bundle = makeBundle(environment, release);
  const zip = zipOf(bundle.files);
  return { label: labelFor(release, zip), bundle: { ...bundle, zip } };
}

/** `3f9d1c0ab12c-9f2e41c07d55-1a2b3c4d`: the commit, the digest, and what else is in the version. */
function labelFor({ commit, tag, digest }: Release, content: string | Uint8Array): string {
  const name =
    commit?.slice(0, NAME_LENGTH) ?? tag?.replace(/[^A-Za-z0-9_.-]/g, '_').slice(0, MOST_OF_A_TAG) ?? 'image';
  const fingerprint = createHash('sha256').update(content).digest('hex').slice(0, FINGERPRINT_LENGTH);
  return [name, digest.replace('sha256:', '').slice(0, NAME_LENGTH), fingerprint].join('-');
}
