import { NEWS_FOR_MS, TELLING_LIMIT_MS, TOLD_WITHIN_MS } from './timing.ts';

/** An end that nobody is known to have been told of. */
export interface Untold {
  /** The name under which it is remembered that people were told. */
  readonly about: string;
  /** When it was said on Slipway's bus. Milliseconds since 1970. */
  readonly since: number;
  /** The event that said so. */
  readonly detailType: string;
  readonly detail: object;
}

export interface TellUntoldPorts {
  readonly ledger: {
    /** In no order. */
    untold(): Promise<Untold[]>;
    forgetUntold(about: string): Promise<void>;
  };
  /** Does what the event would have led to. False where that was done already, or is being done. */
  tell(news: Untold): Promise<boolean>;
  now(): number;
}

/** Ids of what was told, and what could not be. */
interface Report {
  readonly told: string[];
  readonly failures: string[];
}

/** The events of ends are lost like any others: tells what they should have led to, the oldest first. */
export async function tellUntold({ ledger, tell, now }: TellUntoldPorts, report: Report): Promise<void> {
  const begun = now();
  const untold = (await ledger.untold()).sort((a, b) => a.since - b.since);
  for (const news of untold) {
    const age = begun - news.since;
    if (age < TOLD_WITHIN_MS || now() - begun > TELLING_LIMIT_MS) return;
    try {
      if (age > NEWS_FOR_MS) await ledger.forgetUntold(news.about);
      else if (await tell(news)) report.told.push(news.about);
    } catch (error) {
      report.failures.push(`${news.about}: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
}
