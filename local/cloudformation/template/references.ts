import { attributePath, SUBSTITUTION, subArgument } from './arguments.ts';

/** Every name that a value refers to by Ref, Fn::GetAtt and Fn::Sub: resources, parameters, pseudo parameters. */
export function referencesIn(value: unknown, found = new Set<string>()): Set<string> {
  if (Array.isArray(value)) for (const item of value) referencesIn(item, found);
  else if (typeof value === 'object' && value !== null)
    for (const [key, item] of Object.entries(value)) {
      if (key === 'Ref' && typeof item === 'string') found.add(item);
      else if (key === 'Fn::GetAtt') {
        const { logicalId, attribute } = attributePath(item);
        found.add(logicalId);
        referencesIn(attribute, found);
      } else if (key === 'Fn::Sub') {
        const { text, own } = subArgument(item);
        for (const [, literal, name = ''] of text.matchAll(SUBSTITUTION))
          if (!literal && !Object.hasOwn(own, name)) found.add(name.split('.')[0] ?? name);
        referencesIn(own, found);
      } else referencesIn(item, found);
    }
  return found;
}
