/** What an instance belongs to, for those who choose instances by that. */
export interface InstancePlace {
  /** The application's name. */
  readonly cluster: string;
  /** The environment's. */
  readonly service: string;
  readonly family: string;
}

/** What goes wrong with instances because it was asked for. */
export interface InstanceFaults {
  /** Whether there is no room for one. Asked once for each. */
  isLacking(place: InstancePlace): boolean;
  /** Whether one keeps what it runs, and is taken for updated all the same. Asked once for each deployment to it. */
  keepsVersion(place: InstancePlace): boolean;
  /** Calls back with how to choose instances that are to die. Returns how to stop that. */
  onDeath(listener: (strikes: (place: InstancePlace) => boolean) => void): () => void;
}
