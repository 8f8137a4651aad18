import type { AnyOperation } from '../../gateway/service.ts';
import type { Context } from '../context.ts';
import { checkDnsAvailability } from './check-dns-availability.ts';
import { createApplication } from './create-application.ts';
import { createApplicationVersion } from './create-application-version.ts';
import { createEnvironment } from './create-environment.ts';
import { createStorageLocation } from './create-storage-location.ts';
import { deleteApplication } from './delete-application.ts';
import { deleteApplicationVersion } from './delete-application-version.ts';
import { describeApplicationVersions } from './describe-application-versions.ts';
import { describeApplications } from './describe-applications.ts';
import { describeEnvironments } from './describe-environments.ts';
import { describeEvents } from './describe-events.ts';
import { terminateEnvironment } from './terminate-environment.ts';
import { updateApplication } from './update-application.ts';
import { updateApplicationVersion } from './update-application-version.ts';
import { updateEnvironment } from './update-environment.ts';

/** What the service answers, by AWS's names. */
export const operationsOf = (context: Context): Readonly<Record<string, AnyOperation>> => ({
  CheckDNSAvailability: checkDnsAvailability(context),
  CreateApplication: createApplication(context),
  CreateApplicationVersion: createApplicationVersion(context),
  CreateEnvironment: createEnvironment(context),
  CreateStorageLocation: createStorageLocation(context),
  DeleteApplication: deleteApplication(context),
  DeleteApplicationVersion: deleteApplicationVersion(context),
  DescribeApplicationVersions: describeApplicationVersions(context),
  DescribeApplications: describeApplications(context),
  DescribeEnvironments: describeEnvironments(context),
  DescribeEvents: describeEvents(context),
  TerminateEnvironment: terminateEnvironment(context),
  UpdateApplication: updateApplication(context),
  UpdateApplicationVersion: updateApplicationVersion(context),
  UpdateEnvironment: updateEnvironment(context),
});
