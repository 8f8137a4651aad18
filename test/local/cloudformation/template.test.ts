import { describe, expect, it } from 'vitest';
import { evaluationOf } from '../../../local/cloudformation/template/evaluate.ts';
import { parameterValues, typedParameters } from '../../../local/cloudformation/template/parameters.ts';
import { parseTemplate } from '../../../local/cloudformation/template/parse.ts';

const body = `
AWSTemplateFormatVersion: 2010-09-09
Parameters:
  Stage: { Type: String, Default: dev, AllowedValues: [dev, prod] }
  Subnets: { Type: CommaDelimitedList, Default: "a, b" }
Mappings:
  Sizes: { dev: { cpu: 256 } }
Conditions:
  IsProd: !Equals [!Ref Stage, prod]
  IsDev: !Not [!Condition IsProd]
Resources:
  Thing:
    Type: Test::Thing
    Properties:
      Name: !Sub "\${AWS::StackName}-\${Stage}-\${Other.Arn}-\${!Literal}"
      Mapped: !FindInMap [Sizes, !Ref Stage, cpu]
      Joined: !Join ["/", [a, b, !Ref AWS::NoValue]]
      Second: !Select [1, !Ref Subnets]
      Subnets: !Ref Subnets
      Split: !Split [",", "x,y"]
      Chosen: !If [IsDev, !GetAtt Other.Arn, no]
      Gone: !If [IsProd, yes, !Ref AWS::NoValue]
      Encoded: !Base64 text
      Blocks: !Cidr [10.0.0.0/16, 2, 8]
      Zones: !GetAZs ""
      Imported: !ImportValue port
      Json: { Fn::ToJsonString: { a: !Ref Stage } }
      Policy:
        Version: 2012-10-17
        Statement: [{ Condition: { StringEquals: { a: !Ref Stage } } }, { Condition: IsProd }]
`;

describe('a template', () => {
  const template = parseTemplate(body);
  const evaluation = evaluationOf({
    template,
    parameters: typedParameters(template, parameterValues(template)),
    pseudo: new Map<string, unknown>([
      ['AWS::StackName', 's'],
      ['AWS::Region', 'us-east-1'],
      ['AWS::NoValue', undefined],
    ]),
    resource: (name) => ({ ref: name, attribute: (attribute) => `${name}.${attribute}` }),
    exported: (name) => `export of ${name}`,
  });

  it('has all its functions carried out, and leaves a Condition in a policy alone', () => {
    expect(evaluation.resolve(template.Resources.Thing?.Properties)).toEqual({
      // biome-ignore lint/suspicious/noTemplateCurlyInString: it is CloudFormation's
      Name: 's-dev-Other.Arn-${Literal}',
      Mapped: 256,
      Joined: 'a/b',
      Second: 'b',
      Subnets: ['a', 'b'],
      Split: ['x', 'y'],
      Chosen: 'Other.Arn',
      Encoded: 'dGV4dA==',
      Blocks: ['10.0.0.0/24', '10.0.1.0/24'],
      Zones: ['us-east-1a', 'us-east-1b', 'us-east-1c'],
      Imported: 'export of port',
      Json: '{"a":"dev"}',
      Policy: {
        Version: '2012-10-17',
        Statement: [{ Condition: { StringEquals: { a: 'dev' } } }, { Condition: 'IsProd' }],
      },
    });
  });

  it.each([
    [
      'a tag that there is not',
      'Resources: { A: { Type: !Nope x } }',
      /Template format error.*Unresolved tag/,
    ],
    ['broken JSON', '{ "Resources": ', /JSON not well-formed/],
    ['no resources', 'Resources: {}', /at least one resource/],
    ['a section that there is not', 'Resource: { A: { Type: X } }', /Template format error/],
    [
      'a transform',
      'Transform: AWS::Serverless-2016-10-31\nResources: { A: { Type: X } }',
      /only the transform/,
    ],
  ])('is refused for %s', (_, text, message) => {
    expect(() => parseTemplate(text)).toThrow(message);
  });

  it.each([
    [[{ ParameterKey: 'Stage', ParameterValue: 'test' }], /must be one of AllowedValues/],
    [[{ ParameterKey: 'Stag', ParameterValue: 'dev' }], /\[Stag\] do not exist/],
  ])('refuses parameters %j', (given, message) => {
    expect(() => parameterValues(template, given)).toThrow(message);
  });

  it('keeps the previous value where it is asked to', () => {
    const previous = new Map([['Stage', 'prod']]);
    const given = [{ ParameterKey: 'Stage', UsePreviousValue: true }];
    expect(parameterValues(template, given, previous).get('Stage')).toBe('prod');
  });
});
