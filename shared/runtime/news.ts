import {
  type BuildEnded,
  buildEnded,
  type DeploymentEnded,
  deploymentEnded,
  type EventKind,
} from '../../events/index.ts';
import { newsOfBuild, newsOfDeployment } from '../deployment/news.ts';
import { ledger, now, say } from './services.ts';

/** Says that a deployment ended. Of what is news it is kept, until people are told: the event may be lost. */
export function sayDeploymentEnded(event: DeploymentEnded): Promise<void> {
  return sayNews(deploymentEnded, event, newsOfDeployment(event));
}

/** The same of a build. */
export function sayBuildEnded(event: BuildEnded): Promise<void> {
  return sayNews(buildEnded, event, newsOfBuild(event));
}

async function sayNews<Detail extends object>(
  kind: EventKind<Detail>,
  detail: Detail,
  about: string | undefined,
): Promise<void> {
  // First: a crash before the event must not leave it out.
  if (about !== undefined)
    await ledger().leaveUntold({ about, since: now(), detailType: kind.detailType, detail });
  await say(kind, detail);
}
