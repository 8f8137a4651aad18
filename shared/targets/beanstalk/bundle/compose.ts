import { isMap, isScalar, parseDocument } from 'yaml';
import { Rejected } from '../../../deployment/errors.ts';
import type { Chosen, Rewritten } from './rewritten.ts';

/**
 * A docker-compose.yml with the image in the services that get it. They are no longer built on the instance; all else
 * stays, comments and anchors included.
 */
export function rewriteCompose(text: string, { image, isOurs }: Chosen): Rewritten {
  const document = parseDocument(text, { merge: true, logLevel: 'error' });
  const [error] = document.errors;
  const services = document.get('services', true);
  if (error || !isMap(services)) {
    throw new Rejected(`docker-compose.yml cannot be read: ${error?.message ?? 'it has no services'}`);
  }
  const resolved: Readonly<Record<string, { image?: unknown } | null>> = services.toJS(document);
  const changed: { name: string; before: string }[] = [];
  for (const { key } of services.items) {
    const name = isScalar(key) ? String(key.value) : '';
    // With what it has by a merge or an alias.
    const before = String(resolved[name]?.image ?? '');
    if (!isOurs({ name, image: before })) continue;
    changed.push({ name, before });
    const service = services.get(name, true);
    // An alias is written out: else all that share it would get the image.
    if (!isMap(service)) services.set(name, document.createNode(resolved[name]));
    document.setIn(['services', name, 'image'], image);
    document.deleteIn(['services', name, 'build']);
  }
  return { content: document.toString({ lineWidth: 0 }), changed };
}
