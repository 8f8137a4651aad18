import type {
  ApplicationDescription,
  ApplicationResourceLifecycleConfig,
  Tag,
} from '@aws-sdk/client-elastic-beanstalk';
import type { Account } from '../../parts.ts';
import { applicationArn } from '../arns.ts';
import type { Template } from '../options/template.ts';
import type { Version } from '../versions/version.ts';

export interface Application {
  readonly name: string;
  description: string | undefined;
  lifecycle: ApplicationResourceLifecycleConfig | undefined;
  readonly createdAt: Date;
  updatedAt: Date;
  /** The newest first. */
  versions: readonly Version[];
  readonly templates: Map<string, Template>;
  tags: Tag[];
}

/** No version is ever removed by itself, unless that was asked for (API reference, ApplicationVersionLifecycleConfig). */
const KEEP_ALL = {
  MaxCountRule: { Enabled: false, MaxCount: 200, DeleteSourceFromS3: false },
  MaxAgeRule: { Enabled: false, MaxAgeInDays: 180, DeleteSourceFromS3: false },
};

export const describeApplication = (
  account: Account,
  { name, description, createdAt, updatedAt, versions, templates, lifecycle }: Application,
): ApplicationDescription => ({
  ApplicationArn: applicationArn(account, name),
  ApplicationName: name,
  ...(description === undefined ? {} : { Description: description }),
  DateCreated: createdAt,
  DateUpdated: updatedAt,
  Versions: versions.map(({ label }) => label),
  ConfigurationTemplates: [...templates.keys()],
  ResourceLifecycleConfig: {
    ...(lifecycle?.ServiceRole === undefined ? {} : { ServiceRole: lifecycle.ServiceRole }),
    VersionLifecycleConfig: { ...KEEP_ALL, ...lifecycle?.VersionLifecycleConfig },
  },
});
