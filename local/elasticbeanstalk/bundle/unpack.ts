import { unzipSync } from 'fflate';
import { BundleError } from './plan.ts';

/** Bytes: "Create an Elastic Beanstalk application source bundle", not larger than 500 MB. */
const LARGEST = 500 * 1024 * 1024;

/** A bundle's files, by path. A single JSON or YAML file is a bundle too. @throws BundleError */
export function unpack(key: string, content: Uint8Array): ReadonlyMap<string, string> {
  if (content.byteLength > LARGEST)
    throw new BundleError(`The source bundle is larger than ${LARGEST} bytes.`);
  if (/\.json$/.test(key)) return new Map([['Dockerrun.aws.json', text(content)]]);
  if (/\.ya?ml$/.test(key)) return new Map([['docker-compose.yml', text(content)]]);
  try {
    const files = Object.entries(unzipSync(content)).filter(([path]) => !path.endsWith('/'));
    return new Map(files.map(([path, bytes]) => [path.replace(/^\.\//, ''), text(bytes)]));
  } catch (cause) {
    throw new BundleError('The source bundle is not a zip archive that can be read.', { cause });
  }
}

const text = (bytes: Uint8Array) => Buffer.from(bytes).toString('utf8');
