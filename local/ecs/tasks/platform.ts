/** The platform version that LATEST stands for, on Linux ("Fargate Linux platform versions"). */
const LATEST = '1.4.0';

/** What a platform version was at the start of a task or deployment: a service itself keeps what was asked for. */
export const resolvedPlatform = (version = 'LATEST'): string => (version === 'LATEST' ? LATEST : version);
