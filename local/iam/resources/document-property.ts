import { z } from 'zod';
import { checkPolicy, type PolicyKind } from '../policy/check.ts';
import type { PolicyDocument } from '../policy/document.ts';

/** A policy document in a template: read at once, so that a malformed one fails the stack and not a later call. */
export const documentProperty = (kind: PolicyKind) =>
  z
    .looseObject({ Version: z.string().optional(), Statement: z.unknown() })
    .transform((given, context): PolicyDocument => {
      const { Version, ...rest } = given;
      const document: PolicyDocument = { ...rest, ...(Version === undefined ? {} : { Version }) };
      try {
        checkPolicy(document, kind);
      } catch (error) {
        context.addIssue(error instanceof Error ? error.message : String(error));
      }
      return document;
    });

export const tagsProperty = z
  .array(z.strictObject({ Key: z.string(), Value: z.string() }))
  .default([])
  .transform((tags) => new Map(tags.map(({ Key, Value }) => [Key, Value])));
