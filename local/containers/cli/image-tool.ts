import type { BuildRequest } from '../build/build-image.ts';
import type { LoginSource } from '../images/login.ts';

/** An image as `docker inspect` shows it, as far as it is known. */
export interface ImageDetails {
  readonly Id: string;
  readonly RepoTags: readonly string[];
  readonly RepoDigests: readonly string[];
  readonly Architecture: string;
  readonly Os: string;
  readonly Config: unknown;
}

export interface Transfer {
  /** With tag or digest: `127.0.0.1:4510/web:v1`. */
  readonly reference: string;
  readonly login: LoginSource;
  readonly say: (text: string) => void;
}

/** What the stand-in for docker's own command can have done: one for each kind of engine. */
export interface ImageTool {
  /** Gives the image's id. */
  build(request: BuildRequest & { readonly tags: readonly string[] }): Promise<string>;
  /** @throws Error when there is no such image */
  tag(source: string, target: string): Promise<void>;
  /** Gives the manifest's digest and its size in bytes. */
  push(transfer: Transfer): Promise<{ digest: string; size: number }>;
  /** Gives the manifest's digest. */
  pull(transfer: Transfer): Promise<string>;
  inspect(reference: string): Promise<ImageDetails | undefined>;
  list(): Promise<readonly ImageDetails[]>;
}
