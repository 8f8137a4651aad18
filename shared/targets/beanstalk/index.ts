export {
  beanstalkPlaceOf,
  beanstalkTargetKey,
  type EnvironmentEvent,
  placeOfEvent,
} from './place.ts';
export type { SettingsMemory } from './settings-memory.ts';
export { type BeanstalkTargetOptions, createBeanstalkTarget } from './target.ts';
