import type { PutParameterRequest } from '@aws-sdk/client-ssm';
import type { AccessRules, Scope } from './rules.ts';
import { tagging } from './tag-on-creation.ts';

const parameterArn = (name: string, { arn }: Scope) =>
  // A version or label is no part of the resource.
  arn('ssm', name.startsWith('arn:') ? name : `parameter/${name.replace(/^\//, '')}`).replace(
    /(:parameter\/[^:]*):[^:]+$/,
    '$1',
  );
const one = ({ Name }: { readonly Name: string }, scope: Scope) => [parameterArn(Name, scope)];
const several = ({ Names }: { readonly Names: readonly string[] }, scope: Scope) =>
  Names.map((name) => parameterArn(name, scope));

const tagged = ({ ResourceId }: { readonly ResourceId: string }, scope: Scope) => [
  parameterArn(ResourceId, scope),
];

/** @see https://docs.aws.amazon.com/service-authorization/latest/reference/list_awssystemsmanager.html */
export const ssmAccess: AccessRules = {
  prefix: 'ssm',
  resources: {
    DeleteParameter: one,
    DeleteParameters: several,
    GetParameter: one,
    GetParameterHistory: one,
    GetParameters: several,
    GetParametersByPath: ({ Path }: { readonly Path: string }, scope) => [
      parameterArn(Path.replace(/\/$/, ''), scope),
    ],
    PutParameter: one,
    AddTagsToResource: tagged,
    ListTagsForResource: tagged,
    RemoveTagsFromResource: tagged,
  },
  more: {
    // Systems Manager User Guide, tagging parameters: to tag one on creation takes both permissions.
    PutParameter: ({ Name = '', Tags }: PutParameterRequest, scope: Scope) =>
      tagging('ssm:AddTagsToResource', Tags, [parameterArn(Name, scope)]),
  },
};
