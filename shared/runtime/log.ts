import { Logger } from '@aws-lambda-powertools/logger';

/** The one logger of a function: JSON lines, with the request id of the invocation in each. Secrets never go here. */
export const createLogger = () => new Logger({ serviceName: 'slipway' });
