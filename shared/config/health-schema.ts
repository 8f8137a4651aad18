import * as z from 'zod';
import { duration } from './duration-field.ts';
import { headerName, headerValue } from './header-schema.ts';
import { plainName } from './names.ts';

const HOUR = 3600;
const MOST_PROBES = 10;

const status = z.int('must be a status, e.g. 200').min(200, 'is below 200').max(499, 'is above 499');

const jsonPath = z
  .string()
  .regex(/^[^.\s]+(\.[^.\s]+)*$/, 'must be names and places with dots between, e.g. "checks.0.state"')
  .max(200, 'is longer than 200 characters');

const hostName = z
  .string()
  .regex(/^(?=.{1,253}$)[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*$/i, {
    error: 'must be the name of a host, e.g. "app.example.com", without scheme and port',
  });

const version = z
  .strictObject({
    /** Path of a field in the JSON of the body. */
    json: jsonPath.optional(),
    /** Name of a header. */
    header: headerName.optional(),
    /** The body itself tells it. */
    body: z.literal(true, { error: 'must be true, or be left out' }).optional(),
  })
  .check(({ value, issues }) => {
    if (Object.keys(value).length === 1) return;
    const message =
      'must have exactly one of "json", "header" and "body": where the answer tells its version';
    issues.push({ code: 'custom', message, input: value });
  });

/** What is asked, and what answer is healthy. In `probes`, what one leaves out is as `health` itself has it. */
const probeKeys = {
  /** Path that is asked for; begins with `/`. Default: the path of the load balancer's rule that leads to the service, else `/`. */
  path: z
    .string()
    .regex(/^\/[^\s#]*$/, 'must begin with "/" and have no spaces')
    .optional(),
  /** GET, HEAD, OPTIONS, POST or PUT; sent without a body. Default GET. */
  method: z
    .enum(['GET', 'HEAD', 'OPTIONS', 'POST', 'PUT'], { error: 'must be GET, HEAD, OPTIONS, POST or PUT' })
    .optional(),
  /** Headers that are sent, by name. No credentials: they would be kept with the configuration. Default none. */
  headers: z.record(headerName, headerValue).optional(),
  /** The status, or a list of statuses, that counts as healthy (200 to 499; redirects are not followed). Default 200. */
  status: z
    .union([status, z.array(status).nonempty('must name at least one status')], {
      error: 'must be a status between 200 and 499, e.g. 200, or a list of them, e.g. [200, 204]',
    })
    .optional(),
  /** Text that must be in the first 64 KiB of the body. Default: anything will do. */
  contains: z.string().min(1, 'is empty').max(1000, 'is longer than 1000 characters').optional(),
  /** A field of the body's JSON, and what it must be. Default: anything will do. */
  json: z
    .strictObject({
      path: jsonPath,
      equals: z.union([z.string(), z.number(), z.boolean(), z.null()], {
        error: 'must be a text, a number, true, false or null',
      }),
    })
    .optional(),
  /** Where the answer tells its version, which must be the release's: its commit, or its tag where it has none. Default: any version will do. */
  version: version.optional(),
  /** The name that the certificate is to be for, sent as Host too. Default: a name on the listener's certificate. */
  tls: z.strictObject({ serverName: hostName }).optional(),
  /** Healthy answers needed in a row (1 to 100). Default 3. */
  consecutive: z
    .int('must be a whole number')
    .min(1, 'must be at least 1')
    .max(100, 'must be at most 100')
    .optional(),
  /** Duration between two answers (100ms to 1m). Default 1s. */
  interval: duration(0.1, 60).optional(),
  /** Duration that one answer may take (100ms to 1m). Default 5s. */
  timeout: duration(0.1, 60).optional(),
  /** Duration within which all of them must have come (1s to 10m: one call of the probe function). Default 1m. */
  limit: duration(1, 600).optional(),
  /** `http://HOST[:PORT]` to ask, where the load balancer cannot be found from the service. Default: found from it. */
  url: z
    .string()
    .refine(
      isOrigin,
      'must be "http://HOST" or "https://HOST", with a port or without; the path goes to health.path',
    )
    .optional(),
};

export const health = z
  .strictObject({
    ...probeKeys,
    /** Duration for which it must then stay healthy (0 to 24h). Default 0, which is none. */
    bake: duration(0, 24 * HOUR).optional(),
    /** Share of the probes while it bakes that may fail (up to 50%). Default: none. */
    tolerate: z
      .string('must be a share, e.g. "1%"')
      .regex(/^\d{1,2}(\.\d{1,2})?\s*%$/, 'must be a share, e.g. "1%" or "0.5%"')
      .transform((text) => Number.parseFloat(text) / 100)
      .refine((share) => share <= 0.5, 'must be at most 50%')
      .optional(),
    /** Several things to ask, each with a name, instead of the one above (up to 10). */
    probes: z
      .array(z.strictObject({ name: plainName, ...probeKeys }))
      .nonempty('must have at least one probe, or be left out')
      .max(MOST_PROBES, `must be at most ${MOST_PROBES}`)
      .optional(),
  })
  .check(fitsTogether);

export type HealthSettings = z.infer<typeof health>;
export type GivenProbe = NonNullable<HealthSettings['probes']>[number];

/** A HEAD has no body to look at, no two probes have one name, and a share needs a bake to be of. */
function fitsTogether({ value, issues }: z.core.ParsePayload<HealthSettings>): void {
  const problem = (path: PropertyKey[], message: string) =>
    issues.push({ code: 'custom', path, message, input: value });
  if (value.tolerate !== undefined && !value.bake) {
    problem(['tolerate'], 'has no effect without "bake": it is a share of the probes of that time');
  }
  for (const [index, { name }] of (value.probes ?? []).entries()) {
    const first = value.probes?.findIndex((other) => other.name === name);
    if (first !== index) problem(['probes', index, 'name'], `"${name}" is the name of an earlier probe`);
  }
  const asked = value.probes?.map((probe, index) => ({ probe, path: ['probes', index] })) ?? [
    { probe: value, path: [] },
  ];
  for (const { probe, path } of asked) {
    const { method, contains, json, version: told } = { ...value, ...probe };
    const ofBody = contains ?? json ?? told?.json ?? told?.body;
    if (method === 'HEAD' && ofBody !== undefined) {
      problem(
        [...path, 'method'],
        'is HEAD, which has no body: "contains", "json" and such a "version" need one',
      );
    }
  }
}

function isOrigin(text: string): boolean {
  const url = URL.parse(text);
  return url !== null && /^https?:$/.test(url.protocol) && text.replace(/\/$/, '') === url.origin;
}
