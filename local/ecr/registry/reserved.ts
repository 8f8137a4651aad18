import { BASE_REPOSITORY } from '../../containers/base-repository.ts';
import { Repository } from '../repository.ts';
import { settingsOf } from '../settings.ts';

export const isReserved = (name: string): boolean => name === BASE_REPOSITORY;

/** It is there from the start, and outside of the account. */
export const reservedRepository = (host: string, createdAt: Date): Repository =>
  new Repository(
    { name: BASE_REPOSITORY, arn: '', uri: `${host}/${BASE_REPOSITORY}`, createdAt },
    settingsOf({}),
  );
