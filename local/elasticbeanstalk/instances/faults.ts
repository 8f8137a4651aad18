/** What an instance belongs to, for those who choose instances by that. */
export interface InstancePlace {
  /** The application's name. */
  readonly cluster: string;
  /** The environment's. */
  readonly service: string;
  readonly family: string;
}

/** What goes wrong with instances, and with the versions for them, because it was asked for. */
export interface InstanceFaults {
  /** Whether there is no room for one. Asked once for each. */
  isLacking(place: InstancePlace): boolean;
  /** Whether one keeps what it runs, and is taken for updated all the same. Asked once for each deployment to it. */
  keepsVersion(place: InstancePlace): boolean;
  /** Whether a version of the application cannot be processed, for no fault of its own. Asked once for each. */
  failsVersion(place: Pick<InstancePlace, 'cluster'>): boolean;
  /** Calls back with how to choose instances that are to die. Returns how to stop that. */
  onDeath(listener: (strikes: (place: InstancePlace) => boolean) => void): () => void;
}
