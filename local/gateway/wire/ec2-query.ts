import type { WireResponse } from '../message.ts';
import type { OperationModel, ServiceModel } from '../model.ts';
import { schemaOf } from '../schema.ts';
import { codecsOf } from './codecs.ts';
import { type FormStyle, readQuery } from './query.ts';

/**
 * Forms as EC2 alone takes them: names of their own or with a capital letter, all lists flat.
 * @see https://smithy.io/2.0/aws/protocols/aws-ec2-query-protocol.html
 */
const EC2_QUERY: FormStyle = {
  nameOf: (member, { ec2QueryName, xmlName = member }) =>
    ec2QueryName ?? `${xmlName.charAt(0).toUpperCase()}${xmlName.slice(1)}`,
  isFlat: () => true,
};

export function readEc2Query(model: ServiceModel, operation: OperationModel, form: URLSearchParams): unknown {
  return readQuery(model, operation, form, EC2_QUERY);
}

/** The members come right in the answer, beside the request's id. */
export function writeEc2Query(
  model: ServiceModel,
  { name, output: ref }: OperationModel,
  output: unknown,
  requestId: string,
): WireResponse {
  const schema = schemaOf(ref);
  const whole = schema.isUnitSchema()
    ? ''
    : codecsOf(model).xmlWriter.writeStruct(schema, output, undefined).withName('whole').toString();
  const members = whole.replace(/^<whole\/?>|<\/whole>$/g, '');
  return {
    status: 200,
    headers: { 'content-type': 'text/xml;charset=UTF-8' },
    body: `<${name}Response xmlns="${model.xmlNamespace}/"><requestId>${requestId}</requestId>${members}</${name}Response>`,
  };
}
