import type { CheckedTarget, ReleaseCheck } from '../deployment/check-targets.ts';
import type { Finding } from '../deployment/finding.ts';
import { releaseName, shortDigest } from './names.ts';

/** A check as text for people: what was found of each target, errors first, and what to do. */
export function formatCheck({ pipeline, stage, release, targets }: ReleaseCheck): string {
  const head = `Check of ${pipeline} ${stage}: ${releaseName(release)} (${shortDigest(release.digest)})`;
  return [head, ...targets.flatMap((target) => ['', ...formatTarget(target)]), '', sum(targets)].join('\n');
}

function formatTarget({ name, findings }: CheckedTarget): string[] {
  if (findings.length === 0) return [`${name}: fine`];
  const inOrder = [...ofLevel(findings, 'error'), ...ofLevel(findings, 'warning')];
  return [
    `${name}:`,
    ...inOrder.flatMap(({ level, what, where, doThis }) => [
      `  ${level.padEnd(7)}  ${what}`,
      `  ${' '.repeat(7)}  at: ${where}`,
      `  ${' '.repeat(7)}  do: ${doThis}`,
    ]),
  ];
}

function ofLevel(findings: readonly Finding[], level: Finding['level']): Finding[] {
  return findings.filter((finding) => finding.level === level);
}

function sum(targets: readonly CheckedTarget[]): string {
  const findings = targets.flatMap((target) => target.findings);
  const errors = ofLevel(findings, 'error').length;
  const warnings = ofLevel(findings, 'warning').length;
  const counted = `${errors} error${errors === 1 ? '' : 's'}, ${warnings} warning${warnings === 1 ? '' : 's'}.`;
  return errors > 0 ? `${counted} It would be rejected.` : `${counted} It can be deployed.`;
}
