import { newestImage } from '../shared/aws/images.ts';
import { answerInquiry } from '../shared/deployment/answer-inquiry.ts';
import type { InquiryAnswer } from '../shared/deployment/inquiries.ts';
import { inquiryFromJson } from '../shared/intake/commands.ts';
import { onInvocation } from '../shared/runtime/handlers.ts';
import { ecr, image, ledger, targetKey } from '../shared/runtime/services.ts';
import { targetOf } from '../shared/runtime/targets.ts';

/** What a deployment would change and do. It only reads, and so does its role: whoever may ask it may change nothing. */
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
    target: targetOf,
  });
});
