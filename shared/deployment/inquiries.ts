import type { ReleaseCheck } from './check-targets.ts';
import type { CommandPorts } from './command-ports.ts';
import type { Place } from './commands.ts';
import type { FindReleasePorts } from './find-release.ts';
import type { Release, TargetSettings } from './model.ts';
import type { ReleasePlan } from './plan.ts';
import type { Ports, Target } from './ports.ts';
import type { PushedImage } from './request-image.ts';

/** What can be asked about a deployment before there is one. Nothing is changed for it, and nothing written down. */
export type Inquiry = {
  readonly command: 'plan' | 'check';
  /** A tag, a commit (at least 7 hex digits) or a digest; by default the newest image. */
  readonly image?: string;
} & Place;

export type InquiryAnswer =
  | ({ readonly kind: 'plan' } & ReleasePlan)
  | ({ readonly kind: 'check' } & ReleaseCheck)
  /** It cannot be told, and what the person must change. */
  | { readonly kind: 'rejected'; readonly reason: string };

export type InquiryPorts = FindReleasePorts &
  Pick<CommandPorts, 'config' | 'targetKey'> &
  Pick<Ports, 'probesInVpc'> & {
    readonly ledger: FindReleasePorts['ledger'] & Pick<CommandPorts['ledger'], 'target'>;
    /** The image with a tag that was pushed last; undefined when there is none. */
    newestImage(repository: string): Promise<PushedImage | undefined>;
    target(settings: TargetSettings, release: Release): Target;
  };
