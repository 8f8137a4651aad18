import type { _Object } from '@aws-sdk/client-s3';
import type { Entry } from './listing.ts';

/** An object in a listing; nothing for a common prefix. */
export function contentOf({ object }: Entry, write: (text: string) => string): _Object[] {
  if (!object) return [];
  const { key, size, etag, modified, settings } = object;
  const content = { Key: write(key), Size: size, ETag: etag, LastModified: modified };
  return [{ ...content, StorageClass: settings.StorageClass ?? ('STANDARD' as const) }];
}

/** As S3 writes names where the caller asks for it; slashes stay. */
export function encodeKey(text: string): string {
  return encodeURIComponent(text).replaceAll('%2F', '/');
}
