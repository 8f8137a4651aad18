import type { BundleFile } from '../deployment/beanstalk-target.ts';
import { isJsonList, isJsonObject, type Json } from '../deployment/json.ts';
import { fieldName, type Path, positionOf } from './location.ts';
import type { Problem } from './problem.ts';
import { readStructured } from './structured-file.ts';

/** The files of each bundle by the name that slipway.yml gives its folder, or why they cannot be had. */
export type BundleFolders = ReadonlyMap<
  string,
  { readonly files: readonly BundleFile[] } | { readonly unreadable: string }
>;

interface Found {
  readonly path: Path;
  readonly message: string;
}

/**
 * What is wrong with a source bundle, file by file: what Elastic Beanstalk would find only after the upload, or on the
 * instances.
 * @see https://docs.aws.amazon.com/elasticbeanstalk/latest/dg/single-container-docker-configuration.html
 */
export function checkBundle(folder: string, files: readonly BundleFile[]): Problem[] {
  const has = (path: string) => files.some((file) => file.path === path);
  const problems = files.flatMap((file) => checkFile(folder, file, has));
  if (has(DOCKERRUN) || has(COMPOSE)) return problems;
  const others =
    files.length === 0
      ? 'it is empty'
      : `it has ${files
          .map(({ path }) => path)
          .join(', ')
          .slice(0, 200)}`;
  const message = `has neither ${DOCKERRUN} nor ${COMPOSE}, and Elastic Beanstalk would not know what to run: ${others}`;
  return [...problems, { file: folder, line: 1, column: 1, field: '', message }];
}

const DOCKERRUN = 'Dockerrun.aws.json';
const COMPOSE = 'docker-compose.yml';

function checkFile(
  folder: string,
  { path, content, encoding }: BundleFile,
  has: (path: string) => boolean,
): Problem[] {
  const check = CHECKS.find(({ fits }) => fits(path));
  if (check === undefined) return [];
  const file = `${folder.replace(/\/$/, '')}/${path}`;
  if (encoding !== undefined)
    return [{ file, line: 1, column: 1, field: '', message: 'is not text (UTF-8)' }];
  // An .ebextensions file may be of either; JSON is YAML, but its errors are told as JSON's.
  const isJson = path === DOCKERRUN || (path !== COMPOSE && /^\s*\{/.test(content));
  const read = readStructured(file, content, isJson);
  if ('problem' in read) return [read.problem];
  return check.find(read.content, has).map(({ path: at, message }) => ({
    file,
    ...positionOf(read.document, read.lines, at, 'value'),
    field: fieldName(at),
    message,
  }));
}

interface Check {
  fits(path: string): boolean;
  find(content: Json, has: (path: string) => boolean): Found[];
}

const CHECKS: readonly Check[] = [
  { fits: (path) => path === DOCKERRUN, find: ofDockerrun },
  { fits: (path) => path === COMPOSE, find: ofCompose },
  { fits: (path) => /^\.ebextensions\/[^/]+\.config$/.test(path), find: ofMapping },
  { fits: (path) => path === 'env.yaml', find: ofMapping },
];

function ofMapping(content: Json): Found[] {
  return isJsonObject(content) || content === null
    ? []
    : [{ path: [], message: 'must be a mapping (key: value)' }];
}

function ofDockerrun(content: Json, has: (path: string) => boolean): Found[] {
  if (!isJsonObject(content)) return [{ path: [], message: 'must be a mapping' }];
  const version = String(content.AWSEBDockerrunVersion ?? '');
  switch (version) {
    case '1':
      return isJsonObject(content.Image ?? {})
        ? []
        : [{ path: ['Image'], message: 'must be a mapping with "Name"' }];
    case '2':
      return ofContainers(content.containerDefinitions);
    case '3':
      return has(COMPOSE) ? [] : [{ path: [], message: `of version 3 needs a ${COMPOSE} beside it` }];
    default:
      return [
        { path: ['AWSEBDockerrunVersion'], message: `must be "1", 2 or "3", not ${JSON.stringify(version)}` },
      ];
  }
}

function ofContainers(containers: Json | undefined): Found[] {
  const path: Path = ['containerDefinitions'];
  if (!isJsonList(containers) || containers.length === 0)
    return [{ path, message: 'must be a list with at least one container' }];
  return containers.flatMap((container, index) => {
    const name = isJsonObject(container) ? container.name : undefined;
    return typeof name === 'string' && name !== ''
      ? []
      : [{ path: [...path, index, 'name'], message: 'must be a text' }];
  });
}

function ofCompose(content: Json): Found[] {
  if (!isJsonObject(content)) return [{ path: [], message: 'must be a mapping with "services"' }];
  const { services } = content;
  if (!isJsonObject(services) || Object.keys(services).length === 0)
    return [{ path: ['services'], message: 'must be a mapping with at least one service' }];
  return Object.entries(services).flatMap(([name, service]) => {
    const path: Path = ['services', name];
    if (!isJsonObject(service)) return [{ path, message: 'must be a mapping' }];
    if (service.image === undefined && service.build === undefined && service.extends === undefined)
      return [{ path, message: 'has neither "image" nor "build"' }];
    return service.image === undefined || typeof service.image === 'string'
      ? []
      : [{ path: [...path, 'image'], message: 'must be a text' }];
  });
}
