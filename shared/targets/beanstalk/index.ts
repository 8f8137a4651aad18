export {
  beanstalkPlaceOf,
  beanstalkTargetKey,
  type EnvironmentEvent,
  placeOfEvent,
} from './place.ts';
export { createBeanstalkTarget } from './target.ts';
