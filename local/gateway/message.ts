/** A request as the wire formats read it. */
export interface WireRequest {
  readonly method: string;
  /** Without the query, still percent-encoded; for S3 without the bucket. */
  readonly path: string;
  readonly query: URLSearchParams;
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
  /** S3 by path style: the first segment of the path. */
  readonly bucket?: string;
}

export interface WireResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Uint8Array;
}
