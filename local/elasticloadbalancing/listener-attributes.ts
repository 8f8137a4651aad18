import { AwsError } from '../gateway/service.ts';

const SERVER = 'routing.http.response.server.enabled';

/** Headers that a listener may write into every answer, by the attribute that has the value. */
const headers: Readonly<Record<string, string>> = {
  'routing.http.response.strict_transport_security.header_value': 'Strict-Transport-Security',
  'routing.http.response.access_control_allow_origin.header_value': 'Access-Control-Allow-Origin',
  'routing.http.response.access_control_allow_methods.header_value': 'Access-Control-Allow-Methods',
  'routing.http.response.access_control_allow_headers.header_value': 'Access-Control-Allow-Headers',
  'routing.http.response.access_control_allow_credentials.header_value': 'Access-Control-Allow-Credentials',
  'routing.http.response.access_control_expose_headers.header_value': 'Access-Control-Expose-Headers',
  'routing.http.response.access_control_max_age.header_value': 'Access-Control-Max-Age',
  'routing.http.response.content_security_policy.header_value': 'Content-Security-Policy',
  'routing.http.response.x_content_type_options.header_value': 'X-Content-Type-Options',
  'routing.http.response.x_frame_options.header_value': 'X-Frame-Options',
};

/** Attributes of a listener with AWS's defaults (API reference, ListenerAttribute). */
export const listenerDefaults = (): Map<string, string> =>
  new Map([[SERVER, 'true'], ...Object.keys(headers).map((key) => [key, ''] as [string, string])]);

/** @throws AwsError InvalidConfigurationRequestException for what AWS or the local cloud does not have */
export function setListenerAttributes(
  attributes: Map<string, string>,
  changes: readonly { Key?: string | undefined; Value?: string | undefined }[],
): void {
  for (const { Key: key = '', Value: value = '' } of changes) {
    if (!attributes.has(key))
      throw new AwsError(
        'InvalidConfigurationRequestException',
        /\.x_amzn_(tls|mtls)_/.test(key)
          ? `the local cloud does not give the headers of '${key}' other names`
          : `The attribute '${key}' is not supported`,
      );
    if (key === SERVER && value !== 'true' && value !== 'false')
      throw new AwsError(
        'InvalidConfigurationRequestException',
        `'${value}' for '${key}' must be true or false`,
      );
  }
  for (const { Key = '', Value = '' } of changes) attributes.set(Key, Value);
}

/**
 * How a listener changes answers ("HTTP header modification for your Application Load Balancer"). All headers are
 * names and values by turns.
 */
export function responseAttributes(attributes: ReadonlyMap<string, string>): {
  /** What is added to every answer, the load balancer's own too. */
  readonly added: readonly string[];
  /** What stays of a target's headers. */
  kept(given: readonly string[]): readonly string[];
} {
  const added = Object.entries(headers).flatMap(([key, name]) => {
    const value = attributes.get(key);
    return value ? [name, value] : [];
  });
  const dropped = new Set(added.filter((_, index) => index % 2 === 0).map((name) => name.toLowerCase()));
  if (attributes.get(SERVER) === 'false') dropped.add('server');
  if (dropped.size === 0) return { added, kept: (given) => given };
  return {
    added,
    kept: (given) =>
      given.filter((_, index) => !dropped.has(given[index - (index % 2)]?.toLowerCase() ?? '')),
  };
}
