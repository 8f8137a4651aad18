import { type CollectionTag, isMap, isSeq, type ScalarTag, YAMLMap } from 'yaml';

const withPrefix = [
  'And',
  'Base64',
  'Cidr',
  'Equals',
  'FindInMap',
  'GetAtt',
  'GetAZs',
  'If',
  'ImportValue',
  'Join',
  'Length',
  'Not',
  'Or',
  'Select',
  'Split',
  'Sub',
  'ToJsonString',
  'Transform',
];
const functions: readonly (readonly [tag: string, name: string])[] = [
  ['!Ref', 'Ref'],
  ['!Condition', 'Condition'],
  ...withPrefix.map((name) => [`!${name}`, `Fn::${name}`] as const),
];

/** CloudFormation's short forms (`!Ref X`), read as their long forms (`{ Ref: X }`). */
export const shortTags: (ScalarTag | CollectionTag)[] = functions.flatMap(([tag, name]) => [
  { tag, resolve: (text: string) => ({ [name]: text }) },
  collection(tag, name, 'seq'),
  collection(tag, name, 'map'),
]);

function collection(tag: string, name: string, kind: 'seq' | 'map'): CollectionTag {
  return {
    tag,
    collection: kind,
    resolve(node) {
      const map = new YAMLMap();
      // Both nodes would carry the tag, and the inner one would be read as a call again.
      if (isSeq(node) || isMap(node)) delete node.tag;
      map.set(name, node);
      return map;
    },
  };
}
