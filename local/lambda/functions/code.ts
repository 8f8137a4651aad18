import { createHash } from 'node:crypto';
import { existsSync, renameSync } from 'node:fs';
import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join, normalize } from 'node:path';
import type { FunctionCode } from '@aws-sdk/client-lambda';
import { unzipSync } from 'fflate';
import { AwsError } from '../../gateway/service.ts';
import type { ObjectStore } from '../../parts.ts';
import type { Context } from '../context.ts';

/** A deployment package. */
export interface Code {
  /** Base64, as the API has it. */
  readonly sha256: string;
  /** Bytes of the zip. */
  readonly size: number;
  /** Where it is unpacked: `LAMBDA_TASK_ROOT`. */
  readonly folder: string;
}

/** 250 MB unpacked (Lambda quotas, "Deployment package size"). */
const MAX_UNPACKED_BYTES = 262_144_000;

type Needs = Pick<Context, 'account' | 'objects' | 'registry' | 'environments'>;

/**
 * Fetches and unpacks a zip, and gives it to what makes a version of it. The same zip is unpacked once, however many
 * functions and versions it serves.
 * @param use at once: until there is a version nothing keeps the code
 * @throws AwsError InvalidParameterValueException for what cannot be fetched or is no zip; whatever `use` throws
 */
export async function withCode<T>(context: Needs, given: FunctionCode, use: (code: Code) => T): Promise<T> {
  const zip = fetchZip(context.objects, given);
  const digest = createHash('sha256').update(zip).digest();
  const folder = join(context.account.folder, 'lambda', digest.toString('hex'));
  while (!existsSync(folder)) await unpack(zip, folder);
  const code = { sha256: digest.toString('base64'), size: zip.length, folder };
  try {
    return use(code);
  } catch (error) {
    dropCode(context, code);
    throw error;
  }
}

/** Removes an unpacked zip that no version and no invocation needs any more. */
export function dropCode(
  { registry, environments }: Pick<Context, 'registry' | 'environments'>,
  { folder }: Code,
): void {
  const versions = registry.list().flatMap(({ latest, versions }) => [latest, ...versions.values()]);
  if (versions.some(({ code }) => code.folder === folder) || environments.isRunning(folder)) return;
  // At once gone by its name: the same zip may come again before all of it is removed.
  const gone = besides(folder);
  try {
    renameSync(folder, gone);
  } catch {
    return;
  }
  // What cannot be removed now goes with the run's folder.
  rm(gone, { recursive: true, force: true }).catch(() => undefined);
}

function fetchZip(
  objects: ObjectStore,
  { ZipFile, S3Bucket, S3Key, ImageUri, S3ObjectVersion }: FunctionCode,
) {
  if (ImageUri !== undefined) throw invalid('The local cloud runs zip packages, no container images.');
  if (S3ObjectVersion !== undefined) throw invalid('The local cloud keeps no versions of S3 objects.');
  if (ZipFile !== undefined) return Buffer.from(ZipFile);
  if (S3Bucket === undefined || S3Key === undefined)
    throw invalid('Please provide a source for function code.');
  try {
    return objects.get(S3Bucket, S3Key);
  } catch (error) {
    const { name, message } = error instanceof Error ? error : new Error(String(error));
    throw invalid(
      `Error occurred while GetObject. S3 Error Code: ${name}. S3 Error Message: ${message} (${S3Bucket}/${S3Key})`,
    );
  }
}

async function unpack(zip: Buffer, folder: string): Promise<void> {
  let files: Record<string, Uint8Array>;
  try {
    files = unzipSync(zip);
  } catch {
    throw invalid('Could not unzip uploaded file. Please check your file, then try to upload again.');
  }
  const unpacked = Object.values(files).reduce((sum, { length }) => sum + length, 0);
  if (unpacked > MAX_UNPACKED_BYTES)
    throw invalid(`Unzipped size must be smaller than ${MAX_UNPACKED_BYTES} bytes`);
  // Under another name first: a folder that is there is whole.
  const partial = besides(folder);
  try {
    for (const [name, bytes] of Object.entries(files)) {
      if (name.endsWith('/')) continue;
      const path = normalize(name);
      if (path.startsWith('..') || path.startsWith('/'))
        throw invalid(`The zip has a file outside of it: ${name}`);
      const target = join(partial, path);
      await mkdir(dirname(target), { recursive: true });
      await writeFile(target, bytes);
    }
    await mkdir(partial, { recursive: true });
    await rename(partial, folder);
  } catch (error) {
    await rm(partial, { recursive: true, force: true });
    // Another function with the same zip was faster.
    if (!existsSync(folder)) throw error;
  }
}

const besides = (folder: string) => `${folder}.${process.hrtime.bigint()}`;

const invalid = (message: string) => new AwsError('InvalidParameterValueException', message);
