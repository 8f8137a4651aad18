import { linkFile } from '../../link-file.ts';
import type { BaseImage } from '../base-image.ts';
import type { ImageFolder } from '../images/store.ts';

/** Takes the base image over into another folder, as a link where the file system can, and gives its digest. */
export function adoptBase(folder: ImageFolder, base: BaseImage): string {
  for (const digest of [base.layer, base.id, base.digest]) {
    if (folder.has(digest)) continue;
    const file = folder.incoming();
    linkFile(base.folder.path(digest), file);
    folder.adopt(file, digest);
  }
  return base.digest;
}
