import type { Caller } from '../../gateway/service.ts';
import { RoleLog } from '../../logs/role-log.ts';
import type { ActingService, RoleCredentials } from '../../parts.ts';
import type { BuildRecord } from '../build-record.ts';
import type { Context } from '../context.ts';
import { projectArn } from '../projects.ts';
import { PhaseFailure } from './phase-failure.ts';

/**
 * AWS's build containers get their credentials from an endpoint, always fresh ones. Here they are variables, so they
 * last longer than any build: ten years, in seconds.
 */
const LASTING_SECONDS = 10 * 365 * 86_400;

/** What a build, and CodeBuild for it, does under the project's service role. */
export class BuildRole {
  readonly #context: Context;
  readonly #build: BuildRecord;

  constructor(context: Context, build: BuildRecord) {
    this.#context = context;
    this.#build = build;
  }

  /** @throws AwsError AccessDenied when the role does not trust CodeBuild */
  credentials(): RoleCredentials {
    const { role, session } = this.#names();
    return this.#context.identities.assume(role, session, this.#acting(), { seconds: LASTING_SECONDS });
  }

  /** What its programs were given is of no use any more. */
  end(): void {
    this.#context.identities.end(this.#names().session);
  }

  /** None where the project has no logs, or where the role cannot be taken, which PROVISIONING tells. */
  logStream(): RoleLog | undefined {
    const { logPlace } = this.#build;
    if (!logPlace) return undefined;
    try {
      return new RoleLog(this.#context, this.#actor(), logPlace.group, logPlace.stream);
    } catch {
      return undefined;
    }
  }

  /** The value of a parameter of SSM, by name or ARN. @throws PhaseFailure when it is not there, or may not be read */
  parameter(nameOrArn: string): string {
    const { account, parameters, refuses } = this.#context;
    const arn = nameOrArn.startsWith('arn:')
      ? nameOrArn
      : `arn:aws:ssm:${account.region}:${account.id}:parameter/${nameOrArn.replace(/^\//, '')}`;
    const refusal = refuses?.(this.#actor(), 'ssm:GetParameters', arn);
    if (refusal !== undefined)
      throw new PhaseFailure('Decrypted Variables Error', `AccessDeniedException: ${refusal}`);
    try {
      return parameters.value(nameOrArn);
    } catch (cause) {
      throw new PhaseFailure('Decrypted Variables Error', `parameter does not exist: ${nameOrArn}`, {
        cause,
      });
    }
  }

  #actor(): Caller {
    const { role, session } = this.#names();
    return this.#context.identities.actor(role, session, this.#acting());
  }

  /** @see https://docs.aws.amazon.com/codebuild/latest/userguide/setting-up-service-role.html */
  #acting(): ActingService {
    const { account } = this.#context;
    return {
      service: 'codebuild.amazonaws.com',
      sourceArn: projectArn(account, this.#build.settings.projectName),
    };
  }

  #names(): { role: string; session: string } {
    return { role: this.#build.settings.serviceRole, session: `AWSCodeBuild-${this.#build.uuid}` };
  }
}
