/** The parts of `HOST/REPOSITORY[:TAG][@DIGEST]`. The host is there only where it looks like one, as Docker reads it. */
export function parseImage(image: string): {
  host?: string;
  repository: string;
  tag?: string;
  digest?: string;
} {
  const [name = '', digest] = image.split('@');
  const slash = name.indexOf('/');
  const first = slash < 0 ? '' : name.slice(0, slash);
  const hasHost = first.includes('.') || first.includes(':') || first === 'localhost';
  const path = hasHost ? name.slice(slash + 1) : name;
  const colon = path.lastIndexOf(':');
  return {
    ...(hasHost ? { host: first } : {}),
    repository: colon < 0 ? path : path.slice(0, colon),
    ...(colon < 0 ? {} : { tag: path.slice(colon + 1) }),
    ...(digest === undefined ? {} : { digest }),
  };
}
