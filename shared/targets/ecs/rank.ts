/** In which order causes are told: what is nearest to the program first. */
export const RANK = {
  stoppedTasks: 1,
  lastLines: 2,
  targetHealth: 3,
  serviceEvents: 4,
} as const;
