import type { Access } from '../policy/authorize.ts';

/**
 * Handing roles to a service is an action of its own, judged for each role.
 * @param service the principal that gets them: `ecs-tasks.amazonaws.com`
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_passrole.html
 */
export function passing(service: string, ...roles: readonly (string | undefined)[]): Access[] {
  return roles
    .filter((role) => role !== undefined)
    .map((resource) => ({
      action: 'iam:PassRole',
      resource,
      context: { 'iam:PassedToService': service },
    }));
}
