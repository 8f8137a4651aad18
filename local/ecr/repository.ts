import type {
  EncryptionConfiguration,
  ImageScanningConfiguration,
  ImageTagMutability,
  ImageTagMutabilityExclusionFilter,
} from '@aws-sdk/client-ecr';
import type { Manifest } from './manifest.ts';

/** An image or index in a repository. */
export interface StoredImage {
  readonly manifest: Manifest;
  readonly pushedAt: Date;
  /** Bytes as they lie in the registry; for an index that of its largest child (API reference, ImageDetail). */
  readonly size: number;
  lastPull?: Date;
}

export interface RepositorySettings {
  imageTagMutability: ImageTagMutability;
  imageTagMutabilityExclusionFilters: readonly ImageTagMutabilityExclusionFilter[];
  /** Recorded only: nothing is scanned. */
  imageScanningConfiguration: ImageScanningConfiguration;
  /** Recorded only. */
  encryptionConfiguration: EncryptionConfiguration;
}

/** One repository: its images by digest, and its tags. */
export class Repository {
  readonly name: string;
  readonly arn: string;
  readonly uri: string;
  readonly createdAt: Date;
  readonly settings: RepositorySettings;
  readonly images = new Map<string, StoredImage>();
  readonly digests = new Map<string, string>();
  readonly resourceTags = new Map<string, string>();
  /** Recorded only: nothing expires by itself within a run (AWS looks once in 24 hours). */
  lifecyclePolicy: string | undefined;
  /** Recorded only: there is one account, whose identities are judged by their own policies. */
  policy: string | undefined;

  constructor(
    facts: { name: string; arn: string; uri: string; createdAt: Date },
    settings: RepositorySettings,
  ) {
    this.name = facts.name;
    this.arn = facts.arn;
    this.uri = facts.uri;
    this.createdAt = facts.createdAt;
    this.settings = settings;
  }

  tagsOf(digest: string): string[] {
    return [...this.digests].filter(([, tagged]) => tagged === digest).map(([tag]) => tag);
  }

  /** By digest (`sha256:…`) or tag. */
  find(reference: string): StoredImage | undefined {
    return this.images.get(reference) ?? this.images.get(this.digests.get(reference) ?? '');
  }

  /** The indexes that list this image. */
  parentsOf(digest: string): StoredImage[] {
    return [...this.images.values()].filter(({ manifest }) => manifest.children.includes(digest));
  }

  /** Whether a tag that exists must stay where it is. */
  isImmutable(tag: string): boolean {
    const { imageTagMutability, imageTagMutabilityExclusionFilters } = this.settings;
    const excluded = imageTagMutabilityExclusionFilters.some(({ filter }) => matches(filter ?? '', tag));
    if (imageTagMutability === 'IMMUTABLE_WITH_EXCLUSION') return !excluded;
    if (imageTagMutability === 'MUTABLE_WITH_EXCLUSION') return excluded;
    return imageTagMutability === 'IMMUTABLE';
  }
}

/** `*` stands for any number of characters (user guide, "Image tag mutability exclusion filters"). */
function matches(filter: string, tag: string): boolean {
  const parts = filter.split('*').map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${parts.join('.*')}$`).test(tag);
}
