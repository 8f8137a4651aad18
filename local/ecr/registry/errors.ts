import type { ServerResponse } from 'node:http';

/** An error in the words of the OCI distribution specification ("Error Codes"), as ECR words them. */
export class RegistryError extends Error {
  readonly status: number;
  readonly code: string;

  constructor(status: number, code: string, message: string) {
    super(message);
    this.name = 'RegistryError';
    this.status = status;
    this.code = code;
  }
}

export function answerError(response: ServerResponse, error: unknown): void {
  // Part of a blob may have gone out already: then only a cut connection can say that it failed.
  if (response.headersSent) {
    response.destroy();
    return;
  }
  const known =
    error instanceof RegistryError
      ? error
      : new RegistryError(500, 'UNKNOWN', `the local registry failed: ${String(error)}`);
  response.writeHead(known.status, {
    'content-type': 'application/json; charset=utf-8',
    ...(known.status === 401 ? { 'www-authenticate': 'Basic realm="ECR", service="ecr"' } : {}),
  });
  response.end(JSON.stringify({ errors: [{ code: known.code, message: known.message }] }));
}
