/** Which containers of a bundle get which image. */
export interface Chosen {
  /** By digest. */
  readonly image: string;
  /** By its name, and the image that it has now. */
  isOurs(container: { readonly name: string; readonly image: string }): boolean;
}

/** A file of a bundle with the image in it. */
export interface Rewritten {
  readonly content: string;
  /** The containers that got it, and what they had. */
  readonly changed: readonly { readonly name: string; readonly before: string }[];
}
