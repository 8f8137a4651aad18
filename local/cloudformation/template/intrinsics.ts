import { attributePath, list, SUBSTITUTION, subArgument, text, whole } from './arguments.ts';
import { cidr } from './cidr.ts';
import { named } from './conditions.ts';
import type { Evaluation, Intrinsic } from './scope.ts';

/** Availability zones of the local cloud's region: the letters after its name. */
const ZONES = ['a', 'b', 'c'];

const ref = (name: string, evaluation: Evaluation): unknown => {
  if (evaluation.pseudo.has(name)) return evaluation.pseudo.get(name);
  return evaluation.parameters.get(name) ?? evaluation.resource(name).ref;
};

const sub: Intrinsic = (argument, evaluation) => {
  const { text: pattern, own } = subArgument(argument);
  return pattern.replace(SUBSTITUTION, (_, literal: string, name: string) => {
    if (literal) return `\${${name}}`;
    if (Object.hasOwn(own, name)) return text('Fn::Sub', evaluation.resolve(own[name]));
    const dot = name.indexOf('.');
    if (dot < 0) return text('Fn::Sub', ref(name, evaluation));
    return text('Fn::Sub', evaluation.resource(name.slice(0, dot)).attribute(name.slice(dot + 1)));
  });
};

const findInMap: Intrinsic = (argument, evaluation) => {
  const [map, top, second, options] = list('Fn::FindInMap', argument).map((item) => evaluation.resolve(item));
  const [mapName, topKey, secondKey] = [map, top, second].map((item) => text('Fn::FindInMap', item));
  const found = evaluation.template.Mappings[mapName ?? '']?.[topKey ?? '']?.[secondKey ?? ''];
  if (found !== undefined) return found;
  // AWS::LanguageExtensions gives it a default.
  if (typeof options === 'object' && options !== null && 'DefaultValue' in options)
    return options.DefaultValue;
  throw new Error(`Template error: Unable to get mapping for ${mapName}::${topKey}::${secondKey}`);
};

const choose: Intrinsic = (argument, evaluation) => {
  const [name, yes, no] = list('Fn::If', argument, 3);
  return evaluation.resolve(named(text('Fn::If', name), evaluation) ? yes : no);
};

const select: Intrinsic = (argument, evaluation) => {
  const [index, items] = list('Fn::Select', argument, 2);
  const from = list('Fn::Select', evaluation.resolve(items));
  const found = from[whole('Fn::Select', evaluation.resolve(index))];
  if (found === undefined) throw new Error(`Template error: Fn::Select cannot select nonexistent value`);
  return found;
};

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference.html */
export const intrinsics: ReadonlyMap<string, Intrinsic> = new Map<string, Intrinsic>([
  ['Ref', (argument, evaluation) => ref(text('Ref', argument), evaluation)],
  [
    'Fn::GetAtt',
    (argument, evaluation) => {
      const { logicalId, attribute } = attributePath(argument);
      return evaluation.resource(logicalId).attribute(text('Fn::GetAtt', evaluation.resolve(attribute)));
    },
  ],
  ['Fn::Sub', sub],
  [
    'Fn::Join',
    (argument, evaluation) => {
      const [separator, items] = list('Fn::Join', argument, 2);
      return list('Fn::Join', evaluation.resolve(items))
        .map((item) => text('Fn::Join', item))
        .join(text('Fn::Join', separator));
    },
  ],
  [
    'Fn::Split',
    (argument, evaluation) => {
      const [separator, whole] = list('Fn::Split', argument, 2);
      return text('Fn::Split', evaluation.resolve(whole)).split(text('Fn::Split', separator));
    },
  ],
  ['Fn::Select', select],
  ['Fn::If', choose],
  ['Fn::FindInMap', findInMap],
  [
    'Fn::Base64',
    (argument, evaluation) =>
      Buffer.from(text('Fn::Base64', evaluation.resolve(argument))).toString('base64'),
  ],
  [
    'Fn::GetAZs',
    (argument, evaluation) => {
      const region = evaluation.resolve(argument) || evaluation.pseudo.get('AWS::Region');
      return ZONES.map((zone) => `${text('Fn::GetAZs', region)}${zone}`);
    },
  ],
  [
    'Fn::ImportValue',
    (argument, evaluation) => evaluation.exported(text('Fn::ImportValue', evaluation.resolve(argument))),
  ],
  [
    'Fn::Cidr',
    (argument, evaluation) => {
      const [block, count, bits] = list('Fn::Cidr', evaluation.resolve(argument));
      return cidr(text('Fn::Cidr', block), whole('Fn::Cidr', count), whole('Fn::Cidr', bits));
    },
  ],
  ['Fn::ToJsonString', (argument, evaluation) => JSON.stringify(evaluation.resolve(argument))],
  ['Fn::Length', (argument, evaluation) => list('Fn::Length', evaluation.resolve(argument)).length],
]);
