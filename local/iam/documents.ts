import { AwsError } from '../gateway/service.ts';
import { checkPolicy, type PolicyKind } from './policy/check.ts';
import type { PolicyDocument } from './policy/document.ts';

/** A policy document as the API takes it: JSON. @throws AwsError MalformedPolicyDocumentException */
export function parseDocument(text = '', kind: PolicyKind = 'identity'): PolicyDocument {
  try {
    // It is read as a whole here, so what comes back is a document.
    const document = JSON.parse(text) as PolicyDocument;
    checkPolicy(document, kind);
    return document;
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new AwsError('MalformedPolicyDocumentException', why, { cause });
  }
}

/** A policy document as the API gives it: JSON, percent-encoded (RFC 3986). */
export function encodeDocument(document: PolicyDocument): string {
  return encodeURIComponent(JSON.stringify(document));
}
