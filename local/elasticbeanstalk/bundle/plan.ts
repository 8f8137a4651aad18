/** A container that each instance runs, as the bundle asks for it. */
export interface PlannedContainer {
  readonly name: string;
  /** As it is written in the bundle. */
  readonly image: string;
  readonly command?: readonly string[];
  readonly entryPoint?: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
  readonly workingDirectory?: string;
  readonly user?: string;
  /** Ports of the instance, with the container's behind each. */
  readonly ports: readonly { readonly instance: number; readonly container: number }[];
  /** Folders of the instance, with where they are in the container: they outlast a deployment. */
  readonly folders: readonly {
    readonly instance: string;
    readonly container: string;
    readonly readOnly: boolean;
  }[];
}

/** What an application version makes of an instance. */
export interface Plan {
  /** In the order in which they start; none for the sample application. */
  readonly containers: readonly PlannedContainer[];
  /** Option settings of `.ebextensions`. */
  readonly options: readonly { Namespace: string; OptionName: string; Value: string }[];
  /** What the bundle asks for and is not done here, in words. */
  readonly warnings: readonly string[];
}

/** A bundle that cannot be deployed: the command fails on the instance, with this as what it says. */
export class BundleError extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'BundleError';
  }
}
