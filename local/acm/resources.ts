import type { ResourceProvider } from '../cloudformation/provider.ts';

const refuse = (): never => {
  throw new Error(
    'the local cloud issues no certificates, as it can ask nobody whether a domain is yours: import one ' +
      '(aws acm import-certificate) and give its ARN to the stack as a parameter',
  );
};

/** Named so that a template with it is refused in words that help. */
export const certificateResource: ResourceProvider = {
  replaceOn: [],
  create: refuse,
  update: refuse,
  delete: () => undefined,
};
