import { Repository } from '../repository.ts';
import { settingsOf } from '../settings.ts';

/**
 * The one repository of the local cloud's own. The container engine puts its base image there, so that no push of
 * an app sends that layer again. ECR's API does not list it and no event tells of it.
 */
export const RESERVED_REPOSITORY = 'local-cloud/base';

export const isReserved = (name: string): boolean => name === RESERVED_REPOSITORY;

export const reservedRepository = (host: string, createdAt: Date): Repository =>
  new Repository(
    { name: RESERVED_REPOSITORY, arn: '', uri: `${host}/${RESERVED_REPOSITORY}`, createdAt },
    settingsOf({}),
  );
