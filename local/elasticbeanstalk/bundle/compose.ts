import { LineCounter, parseDocument } from 'yaml';
import * as z from 'zod';
import { BundleError, type PlannedContainer } from './plan.ts';

const words = z.union([z.string(), z.array(z.coerce.string())]);
const scalar = z.union([z.string(), z.number(), z.boolean(), z.null()]);

/** What a service may have. What would change its behaviour and is not done here is refused, by name. */
const service = z.strictObject({
  image: z.string().min(1),
  command: words.optional(),
  entrypoint: words.optional(),
  environment: z.union([z.array(z.string()), z.record(z.string(), scalar)]).optional(),
  env_file: z.union([z.string(), z.array(z.string())]).optional(),
  ports: z.array(z.union([z.string(), z.number()])).optional(),
  expose: z.array(z.union([z.string(), z.number()])).optional(),
  working_dir: z.string().optional(),
  user: z.string().optional(),
  volumes: z.array(z.string()).optional(),
  depends_on: z.union([z.array(z.string()), z.record(z.string(), z.unknown())]).optional(),
  // Without a consequence here: names, notes, and a restart, which is always made.
  container_name: z.string().optional(),
  hostname: z.string().optional(),
  restart: z.string().optional(),
  labels: z.unknown().optional(),
  logging: z.unknown().optional(),
  stop_grace_period: z.string().optional(),
});

const file = z.looseObject({ services: z.record(z.string(), service) });

/** Keys of a file that change nothing for its services, or are refused. */
const TOP = ['services', 'version', 'name', 'volumes'];

/**
 * The containers of a `docker-compose.yml`, those first that others depend on.
 * @param files of the bundle, for `env_file`; `.env` has the environment's properties, as Elastic Beanstalk writes it
 * @throws BundleError
 */
export function compose(
  text: string,
  variables: Readonly<Record<string, string>>,
  files: ReadonlyMap<string, string>,
): PlannedContainer[] {
  const { services } = parse(text, variables);
  return inOrder(services).map(([name, given]) => ({
    name,
    image: given.image,
    ...(given.command === undefined ? {} : { command: asWords(given.command) }),
    ...(given.entrypoint === undefined ? {} : { entryPoint: asWords(given.entrypoint) }),
    environment: {
      ...Object.assign(
        {},
        ...asList(given.env_file).map((path) => variablesOf(name, path, variables, files)),
      ),
      ...pairsOf(given.environment, variables),
    },
    ...(given.working_dir === undefined ? {} : { workingDirectory: given.working_dir }),
    ...(given.user === undefined ? {} : { user: given.user }),
    ports: (given.ports ?? []).map((port) => portOf(name, String(port))),
    folders: (given.volumes ?? []).map((volume) => folderOf(name, volume)),
  }));
}

type Services = z.output<typeof file>['services'];

function parse(text: string, variables: Readonly<Record<string, string>>): { services: Services } {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines });
  const [error] = document.errors;
  if (error)
    throw new BundleError(`docker-compose.yml:${lines.linePos(error.pos[0]).line}: ${error.message}`);
  const checked = file.safeParse(interpolated(document.toJS(), variables));
  if (!checked.success)
    throw new BundleError(
      `docker-compose.yml: ${checked.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`).join('; ')}`,
    );
  const strange = Object.keys(checked.data).filter((key) => !TOP.includes(key) && !key.startsWith('x-'));
  if (strange.length > 0)
    throw new BundleError(`docker-compose.yml: the local cloud does not support ${strange.join(', ')}`);
  return checked.data;
}

/** `${NAME}`, `$NAME`, `${NAME:-default}` in values, from `.env` beside the file. */
function interpolated(value: unknown, variables: Readonly<Record<string, string>>): unknown {
  if (typeof value === 'string')
    return value.replace(
      /\$\$|\$\{(\w+)(?::?-([^}]*))?\}|\$(\w+)/g,
      (whole, braced?: string, standard?: string, bare?: string) =>
        whole === '$$' ? '$' : variables[braced ?? bare ?? ''] || (standard ?? ''),
    );
  if (Array.isArray(value)) return value.map((one) => interpolated(one, variables));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, interpolated(one, variables)]));
}

function inOrder(services: Services): [string, Services[string]][] {
  const placed = new Map<string, Services[string]>();
  const place = (name: string, path: readonly string[]): void => {
    if (placed.has(name)) return;
    const given = services[name];
    if (!given)
      throw new BundleError(`docker-compose.yml: services.${path.at(-1)}: there is no service ${name}`);
    if (path.includes(name))
      throw new BundleError(`docker-compose.yml: ${[...path, name].join(' → ')} depend on each other`);
    const needed = Array.isArray(given.depends_on) ? given.depends_on : Object.keys(given.depends_on ?? {});
    for (const other of needed) place(other, [...path, name]);
    placed.set(name, given);
  };
  for (const name of Object.keys(services)) place(name, []);
  if (placed.size === 0) throw new BundleError('docker-compose.yml: there is no service');
  return [...placed];
}

const asWords = (given: z.output<typeof words>): string[] =>
  typeof given === 'string' ? given.split(/\s+/).filter(Boolean) : [...given];

const asList = (given: string | readonly string[] | undefined): readonly string[] =>
  given === undefined ? [] : typeof given === 'string' ? [given] : given;

function variablesOf(
  name: string,
  path: string,
  variables: Readonly<Record<string, string>>,
  files: ReadonlyMap<string, string>,
): Record<string, string> {
  const plain = path.replace(/^\.\//, '');
  if (plain === '.env') return { ...variables };
  const text = files.get(plain);
  if (text === undefined)
    throw new BundleError(`docker-compose.yml: services.${name}.env_file: ${path} is not in the bundle`);
  const lines = text.split(/\r?\n/).filter((line) => !line.startsWith('#') && line.indexOf('=') > 0);
  return Object.fromEntries(
    lines.map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]),
  );
}

function pairsOf(
  given: Services[string]['environment'],
  variables: Readonly<Record<string, string>>,
): Record<string, string> {
  if (given === undefined) return {};
  if (!Array.isArray(given))
    return Object.fromEntries(
      Object.entries(given).map(([key, value]) => [
        key,
        value === null ? (variables[key] ?? '') : String(value),
      ]),
    );
  return Object.fromEntries(
    given.map((pair) => {
      const at = pair.indexOf('=');
      return at < 0 ? [pair, variables[pair] ?? ''] : [pair.slice(0, at), pair.slice(at + 1)];
    }),
  );
}

/** `80:3000`, `127.0.0.1:80:3000`, `3000` (then the same on the instance). */
function portOf(name: string, text: string): { instance: number; container: number } {
  const found = /^(?:\d+\.\d+\.\d+\.\d+:)?(?:(\d+):)?(\d+)(?:\/tcp)?$/.exec(text);
  if (!found)
    throw new BundleError(
      `docker-compose.yml: services.${name}.ports: the local cloud does not support ${text}`,
    );
  const container = Number(found[2]);
  return { instance: Number(found[1] ?? container), container };
}

function folderOf(name: string, text: string): PlannedContainer['folders'][number] {
  const [instance = '', container = '', mode = 'rw'] = text.split(':');
  if (!/^(\/|[A-Za-z0-9])/.test(instance) || !container.startsWith('/'))
    throw new BundleError(
      `docker-compose.yml: services.${name}.volumes: the local cloud has folders of the instance and named volumes, not files of the bundle: ${text}`,
    );
  return { instance, container, readOnly: mode === 'ro' };
}
