import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { unzipSync } from 'fflate';
import { AwsError } from '../gateway/service.ts';
import type { Code } from './functions.ts';

/** Unpacks a function's zip, once for the same bytes. @throws AwsError InvalidParameterValueException for what is no zip */
export function unpack(folder: string, zip: Uint8Array): Code {
  const hash = createHash('sha256').update(zip);
  const sha256 = hash.copy().digest('base64');
  const target = join(folder, 'lambda', hash.digest('hex'));
  if (!existsSync(target)) {
    const temporary = `${target}.${process.hrtime.bigint()}`;
    for (const [name, content] of Object.entries(readZip(zip))) {
      const path = join(temporary, normalize(`/${name}`));
      if (name.endsWith('/')) mkdirSync(path, { recursive: true });
      else {
        mkdirSync(dirname(path), { recursive: true });
        writeFileSync(path, content);
      }
    }
    renameSync(temporary, target);
  }
  return { sha256, size: zip.length, folder: target };
}

function readZip(zip: Uint8Array): Record<string, Uint8Array> {
  try {
    return unzipSync(zip);
  } catch (cause) {
    throw new AwsError(
      'InvalidParameterValueException',
      'Could not unzip uploaded file. Please check your file, then try to upload again.',
      { cause },
    );
  }
}
