import { error, type Finding, warning } from '../../../deployment/finding.ts';
import type { Check, Subject } from './subject.ts';

// What ECS takes where the service does not say (API reference, DeploymentConfiguration).
const DEFAULT_MINIMUM_PERCENT = 100;
const DEFAULT_MAXIMUM_PERCENT = 200;

/** The service can be rolled as it is set, and takes a bad release back. */
export const rolling: Check = {
  about: 'How the service is rolled',
  find(subject) {
    const { found, service } = subject;
    const where = `deployment configuration of the ${service.name}`;
    const controller = found.deploymentController?.type ?? 'ECS';
    if (controller !== 'ECS') {
      const what = `The service is rolled by ${controller}, not by ECS.`;
      return [error(what, where, 'Set its deployment controller to ECS.')];
    }
    const breaker = found.deploymentConfiguration?.deploymentCircuitBreaker;
    return [
      ...room(subject, where),
      ...(breaker?.enable && breaker.rollback
        ? []
        : [
            warning(
              breaker?.enable
                ? 'The circuit breaker only stops a bad rollout; ECS does not take it back.'
                : 'The circuit breaker is off: ECS goes on starting tasks of a bad release until the time limit.',
              where,
              'Switch on deploymentCircuitBreaker with enable and rollback.',
            ),
          ]),
      ...(found.desiredCount === 0
        ? [
            warning(
              'The desired count is 0: a release is rolled, but nothing runs.',
              `desired count of the ${service.name}`,
              'Scale the service up, if it is to be proved.',
            ),
          ]
        : []),
    ];
  },
};

/** A rolling update needs room to start a task first, or leave to stop one first. */
function room({ found, service }: Subject, where: string): readonly Finding[] {
  const { strategy, minimumHealthyPercent, maximumPercent } = found.deploymentConfiguration ?? {};
  if ((strategy ?? 'ROLLING') !== 'ROLLING') return [];
  const isDaemon = found.schedulingStrategy === 'DAEMON';
  const desired = found.desiredCount ?? 0;
  const minimum = minimumHealthyPercent ?? (isDaemon ? 0 : DEFAULT_MINIMUM_PERCENT);
  const maximum = maximumPercent ?? (isDaemon ? 100 : DEFAULT_MAXIMUM_PERCENT);
  const kept = Math.ceil((minimum / 100) * desired);
  const most = Math.floor((maximum / 100) * desired);
  if (desired === 0 || kept < desired || most > desired) return [];
  return [
    error(
      `The ${service.name} cannot be rolled: of ${desired} task${desired === 1 ? '' : 's'} none may stop (minimumHealthyPercent ${minimum}) and none may be started beside (maximumPercent ${maximum}).`,
      where,
      'Raise maximumPercent, or lower minimumHealthyPercent.',
    ),
  ];
}
