import type { Change } from './claim.ts';
import type { Answer, Command, DeploymentRecord } from './commands.ts';
import type { Ending } from './model.ts';
import type { PushedImage, RequestImagePorts } from './request-image.ts';
import type { TargetState } from './target-state.ts';

/** What it takes to do what people ask for. */
export interface CommandPorts extends RequestImagePorts {
  readonly ledger: RequestImagePorts['ledger'] & {
    target(key: string): Promise<TargetState>;
    changeTarget<Result>(key: string, change: (state: TargetState) => Change<Result>): Promise<Result>;
    lastEnding(target: string): Promise<(Ending & { readonly deployment: string }) | undefined>;
    record(id: string): Promise<DeploymentRecord | undefined>;
    history(pipeline: string, limit: number): Promise<DeploymentRecord[]>;
    /** The pushed commits that begin so. */
    commitsLike(pipeline: string, beginning: string): Promise<string[]>;
  };
  findImage(repository: string, named: string): Promise<PushedImage | undefined>;
  /** Ends somebody's wait. One that is over already is no error. */
  wake(token: string): Promise<void>;
  /** Checks slipway.yml and, unless it is only looked at, stores it as the next version. */
  apply(given: Extract<Command, { command: 'apply' }>, by: string): Promise<Answer>;
}
