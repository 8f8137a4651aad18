/**
 * The one repository of the local registry that is the local cloud's own. The engine puts its base image there, so
 * that no push of an app sends that layer again. ECR's API does not list it and no event tells of it.
 */
export const BASE_REPOSITORY = 'local-cloud/base';
