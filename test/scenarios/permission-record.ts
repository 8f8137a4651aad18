import { mkdir, writeFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { expect, inject } from 'vitest';
import type { Cloud } from '../../local/cloud.ts';
import type { Judgement } from '../../local/iam/access/judgements.ts';
import { actionMatches, resourceMatches } from '../../local/iam/policy/authorize.ts';
import { grantKey } from '../../scripts/permissions/grants.ts';

/** The session under which Lambda checks a function's destinations when they are set (local/lambda/functions/execution-role.ts). */
const LAMBDA_CHECK = '/lambda-check';

/** What was used of the functions' roles in one cloud. */
export interface UsedPermissions {
  /** The test file, as seen from here. */
  readonly file: string;
  /** By grant: after how many milliseconds it was first used. */
  readonly used: Readonly<Record<string, number>>;
  /** AWS's words for what was refused. */
  readonly refused: readonly Refused[];
}

export interface Refused {
  /** The role's logical id. */
  readonly role: string;
  readonly action: string;
  readonly resource: string;
}

/** Notes which permissions the functions' roles make use of, and what they are refused. */
export class PermissionRecord {
  readonly refused: Refused[] = [];
  readonly #used = new Map<string, number>();
  readonly #began = performance.now();

  /** @param onRefused told at once: nothing that a function does may be refused */
  constructor(cloud: Cloud, onRefused: (refused: Refused) => void) {
    cloud.onJudged((judgement) => {
      const { arn, roleArn } = judgement.caller;
      const role = logicalId(roleArn);
      // That Lambda looks whether a destination may be set makes no use of it.
      if (role === undefined || arn.endsWith(LAMBDA_CHECK)) return;
      if (judgement.allowed) {
        const key = usedGrant(role, judgement);
        if (key !== undefined && !this.#used.has(key))
          this.#used.set(key, Math.round(performance.now() - this.#began));
        return;
      }
      const { action, resource } = judgement.access;
      const refused = { role, action, resource };
      this.refused.push(refused);
      onRefused(refused);
    });
  }

  /** Puts it beside those of the other test files of the run. */
  async write(): Promise<void> {
    const folder = inject('permissionRecords');
    const file = relative(import.meta.dirname, expect.getState().testPath ?? '');
    const text: UsedPermissions = { file, used: Object.fromEntries(this.#used), refused: this.refused };
    await mkdir(folder, { recursive: true });
    await writeFile(join(folder, `${crypto.randomUUID()}.json`), JSON.stringify(text));
  }
}

/** What to tell of it. */
export function wasRefused({ role, action, resource }: Refused): Error {
  return new Error(`${role} was refused ${action} on ${resource}: see stacks/roles.yml`);
}

/** `RunDeploymentRole` of `arn:aws:iam::000000000000:role/slipway-dev-RunDeploymentRole-1AB2C3`; none of other stacks' roles. */
export function logicalId(roleArn = ''): string | undefined {
  return /:role\/slipway-dev-(\w+Role)-\w+$/.exec(roleArn)?.[1];
}

/** The action and the resource of the statement that allowed it: the first of each that fits. */
function usedGrant(role: string, { access, statement, by }: Judgement): string | undefined {
  if (statement === undefined || by !== 'identity') return undefined;
  const action = statement.actions?.find((pattern) => actionMatches(pattern, access));
  const resource = statement.resources?.findIndex((pattern) => resourceMatches(statement, pattern, access));
  if (action === undefined || resource === undefined) return undefined;
  return grantKey({ role, statement: statement.index, action, resource });
}
