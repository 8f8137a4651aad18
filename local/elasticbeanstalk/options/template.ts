import type { Tag } from '@aws-sdk/client-elastic-beanstalk';
import type { Settings } from './settings.ts';

/** A saved configuration. */
export interface Template {
  readonly name: string;
  description: string | undefined;
  readonly stack: string;
  settings: Settings;
  readonly createdAt: Date;
  updatedAt: Date;
  tags: Tag[];
}
