/**
 * The name under which an image reference is looked up: its digest, else `REPOSITORY:TAG`. The host is left out, so an
 * image of the same name in another registry counts as used too: to keep one too many does no harm.
 */
export function imageName(reference: string): string {
  const digest = reference.split('@')[1];
  if (digest !== undefined) return digest;
  const segments = reference.split('/');
  // As docker tells a host from a folder: by a dot or a port.
  if (segments.length > 1 && /[.:]|^localhost$/.test(segments[0] ?? '')) segments.shift();
  const last = segments.pop() ?? '';
  const [name = '', tag = 'latest'] = last.split(':');
  return `${[...segments, name].join('/')}:${tag}`;
}
