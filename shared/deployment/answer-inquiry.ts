import { checkTargets } from './check-targets.ts';
import { Rejected } from './errors.ts';
import { findPlace } from './find-place.ts';
import { findRelease } from './find-release.ts';
import type { Inquiry, InquiryAnswer, InquiryPorts } from './inquiries.ts';
import type { Pipeline, Release } from './model.ts';
import { planRelease } from './plan-release.ts';
import { releaseOf } from './request-image.ts';

/** Tells what a deployment would be, and does nothing. */
export async function answerInquiry(inquiry: Inquiry, ports: InquiryPorts): Promise<InquiryAnswer> {
  try {
    const place = await findPlace(inquiry, ports);
    const release = await releaseFor(inquiry.image, place.pipeline, ports);
    if (inquiry.command === 'check') return { kind: 'check', ...(await checkTargets(place, release, ports)) };
    return { kind: 'plan', ...(await planRelease(place, release, ports)) };
  } catch (error) {
    if (error instanceof Rejected) return { kind: 'rejected', reason: error.message };
    throw error;
  }
}

async function releaseFor(
  named: string | undefined,
  pipeline: Pipeline,
  ports: InquiryPorts,
): Promise<Release> {
  if (named !== undefined) return findRelease(named, pipeline, ports);
  const newest = await ports.newestImage(pipeline.repository);
  if (newest === undefined) {
    throw new Rejected(
      `The repository ${pipeline.repository} has no image with a tag: push one, or name one by its digest.`,
    );
  }
  return (await releaseOf(newest, pipeline, ports)).release;
}
