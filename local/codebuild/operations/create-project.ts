import type { CreateProjectInput, CreateProjectOutput } from '@aws-sdk/client-codebuild';
import { AwsError, type Operation } from '../../gateway/service.ts';
import type { Context } from '../context.ts';
import { checkProject, projectArn } from '../projects.ts';

/** Minutes, where a project says nothing (API reference, CreateProject). */
const TIMEOUT_MINUTES = 60;
const QUEUED_TIMEOUT_MINUTES = 480;

export const createProject =
  ({ projects, account, clock }: Context): Operation<CreateProjectInput, CreateProjectOutput> =>
  (input) => {
    checkProject(input);
    const name = input.name ?? '';
    if (projects.all.has(name))
      throw new AwsError(
        'ResourceAlreadyExistsException',
        `Project already exists: arn ${projects.get(name).project.arn}`,
      );
    const now = clock.date();
    const { region, id } = account;
    const project = {
      cache: { type: 'NO_CACHE' as const },
      timeoutInMinutes: TIMEOUT_MINUTES,
      queuedTimeoutInMinutes: QUEUED_TIMEOUT_MINUTES,
      encryptionKey: `arn:aws:kms:${region}:${id}:alias/aws/s3`,
      ...given({ ...input, badgeEnabled: undefined }),
      arn: projectArn(account, name),
      created: now,
      lastModified: now,
      badge: { badgeEnabled: false },
      projectVisibility: 'PRIVATE' as const,
    };
    projects.all.set(name, { project, buildNumber: 0 });
    return { project };
  };

/** Without what was not given, so that defaults and older values stay. */
export const given = <T extends object>(input: T): Partial<T> =>
  // Only entries are left out: what stays is of the same type.
  Object.fromEntries(Object.entries(input).filter(([, value]) => value !== undefined)) as Partial<T>;
