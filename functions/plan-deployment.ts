import type { ClientSettings } from '../shared/aws/check-clients.ts';
import { newestImage } from '../shared/aws/images.ts';
import { ec2Network } from '../shared/aws/network.ts';
import { answerInquiry } from '../shared/deployment/answer-inquiry.ts';
import type { InquiryAnswer } from '../shared/deployment/inquiries.ts';
import type { TargetSettings } from '../shared/deployment/model.ts';
import { inquiryFromJson } from '../shared/intake/commands.ts';
import { setting } from '../shared/runtime/environment.ts';
import { onInvocation } from '../shared/runtime/handlers.ts';
import { ecr, image, ledger, targetKey } from '../shared/runtime/services.ts';
import { targetOf } from '../shared/runtime/targets.ts';

/** What is looked at where a person asks, and not in each deployment. */
const thorough =
  ({ role }: TargetSettings) =>
  (reachedBy: ClientSettings) => ({
    network: ec2Network(reachedBy),
    deployerRole: role ?? setting('RUN_DEPLOYMENT_ROLE_ARN'),
  });

/** What a deployment would change and do, or what would keep it from it. It only reads, and so does its role: whoever may ask it may change nothing. */
export const handler = onInvocation(async (payload: unknown): Promise<InquiryAnswer> => {
  const asked = inquiryFromJson(payload);
  if (!asked.ok) return { kind: 'rejected', reason: asked.message };
  return answerInquiry(asked.command, {
    ledger: ledger(),
    config: () => ledger().config(),
    orderOfCommit: (pipeline, commit) => ledger().orderOfCommit(pipeline, commit),
    targetKey,
    findImage: image,
    newestImage: (repository) => newestImage(ecr(), repository),
    target: (settings, release) => targetOf(settings, release, thorough(settings)),
    probesInVpc: async () => setting('PROBE_IN_VPC') === 'true',
  });
});
