import { Rejected } from './errors.ts';
import type { Found } from './find-place.ts';
import { error, type Finding, warning } from './finding.ts';
import type { InquiryPorts } from './inquiries.ts';
import type { Release, TargetSettings } from './model.ts';
import { nameOfTarget } from './targets.ts';

/** What would keep a release from running, target by target. */
export interface ReleaseCheck {
  readonly pipeline: string;
  readonly stage: string;
  readonly configVersion: number;
  readonly release: Release;
  readonly targets: readonly CheckedTarget[];
}

export interface CheckedTarget {
  /** The target's key in the ledger. */
  readonly target: string;
  readonly name: string;
  readonly findings: readonly Finding[];
}

/** Looks at everything that a deployment of the release to these targets needs, and changes nothing. */
export async function checkTargets(
  { pipeline, stage, targets, configVersion }: Found,
  release: Release,
  ports: InquiryPorts,
): Promise<ReleaseCheck> {
  return {
    pipeline: pipeline.name,
    stage: stage.name,
    configVersion,
    release,
    targets: await Promise.all(targets.map((target) => checkTarget(target, release, ports))),
  };
}

async function checkTarget(
  settings: TargetSettings,
  release: Release,
  ports: InquiryPorts,
): Promise<CheckedTarget> {
  const target = ports.targetKey(settings);
  const name = nameOfTarget(settings);
  const [findings, broken] = await Promise.all([
    ports
      .target(settings, release)
      .check(release)
      .catch((cause: unknown) => {
        if (!(cause instanceof Rejected)) throw cause;
        return [error(`${cause.message}.`, name, 'Correct that first.')];
      }),
    ports.ledger.target(target).then((state) => state.broken),
  ]);
  const held = `A rollback failed here, and the target is held as broken: ${broken}`;
  return {
    target,
    name,
    findings:
      broken === undefined ? findings : [...findings, warning(held, name, 'Deploy a release that works.')],
  };
}
