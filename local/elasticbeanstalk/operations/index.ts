import type { AnyOperation } from '../../gateway/service.ts';
import type { Context } from '../context.ts';
import { abortEnvironmentUpdate } from './abort-environment-update.ts';
import { checkDnsAvailability } from './check-dns-availability.ts';
import { createApplication } from './create-application.ts';
import { createApplicationVersion } from './create-application-version.ts';
import { createConfigurationTemplate } from './create-configuration-template.ts';
import { createEnvironment } from './create-environment.ts';
import { createStorageLocation } from './create-storage-location.ts';
import { deleteApplication } from './delete-application.ts';
import { deleteApplicationVersion } from './delete-application-version.ts';
import { deleteConfigurationTemplate } from './delete-configuration-template.ts';
import { describeAccountAttributes } from './describe-account-attributes.ts';
import { describeApplicationVersions } from './describe-application-versions.ts';
import { describeApplications } from './describe-applications.ts';
import { describeConfigurationOptions } from './describe-configuration-options.ts';
import { describeConfigurationSettings } from './describe-configuration-settings.ts';
import { describeEnvironmentHealth } from './describe-environment-health.ts';
import { describeEnvironmentResources } from './describe-environment-resources.ts';
import { describeEnvironments } from './describe-environments.ts';
import { describeEvents } from './describe-events.ts';
import { describeInstancesHealth } from './describe-instances-health.ts';
import { describePlatformVersion } from './describe-platform-version.ts';
import { listAvailableSolutionStacks } from './list-available-solution-stacks.ts';
import { listPlatformBranches } from './list-platform-branches.ts';
import { listPlatformVersions } from './list-platform-versions.ts';
import { listTagsForResource } from './list-tags-for-resource.ts';
import { rebuildEnvironment } from './rebuild-environment.ts';
import { requestEnvironmentInfo } from './request-environment-info.ts';
import { restartAppServer } from './restart-app-server.ts';
import { retrieveEnvironmentInfo } from './retrieve-environment-info.ts';
import { swapEnvironmentCnames } from './swap-environment-cnames.ts';
import { terminateEnvironment } from './terminate-environment.ts';
import { updateApplication } from './update-application.ts';
import { updateApplicationResourceLifecycle } from './update-application-resource-lifecycle.ts';
import { updateApplicationVersion } from './update-application-version.ts';
import { updateConfigurationTemplate } from './update-configuration-template.ts';
import { updateEnvironment } from './update-environment.ts';
import { updateTagsForResource } from './update-tags-for-resource.ts';
import { validateConfigurationSettings } from './validate-configuration-settings.ts';

/** What the service answers, by AWS's names. */
export const operationsOf = (context: Context): Readonly<Record<string, AnyOperation>> => ({
  AbortEnvironmentUpdate: abortEnvironmentUpdate(context),
  CheckDNSAvailability: checkDnsAvailability(context),
  CreateApplication: createApplication(context),
  CreateApplicationVersion: createApplicationVersion(context),
  CreateConfigurationTemplate: createConfigurationTemplate(context),
  CreateEnvironment: createEnvironment(context),
  CreateStorageLocation: createStorageLocation(context),
  DeleteApplication: deleteApplication(context),
  DeleteApplicationVersion: deleteApplicationVersion(context),
  DeleteConfigurationTemplate: deleteConfigurationTemplate(context),
  DescribeAccountAttributes: describeAccountAttributes(),
  DescribeApplicationVersions: describeApplicationVersions(context),
  DescribeApplications: describeApplications(context),
  DescribeConfigurationOptions: describeConfigurationOptions(context),
  DescribeConfigurationSettings: describeConfigurationSettings(context),
  DescribeEnvironmentHealth: describeEnvironmentHealth(context),
  DescribeEnvironmentResources: describeEnvironmentResources(context),
  DescribeEnvironments: describeEnvironments(context),
  DescribeEvents: describeEvents(context),
  DescribeInstancesHealth: describeInstancesHealth(context),
  DescribePlatformVersion: describePlatformVersion(context),
  ListAvailableSolutionStacks: listAvailableSolutionStacks(),
  ListPlatformBranches: listPlatformBranches(context),
  ListPlatformVersions: listPlatformVersions(context),
  ListTagsForResource: listTagsForResource(context),
  RebuildEnvironment: rebuildEnvironment(context),
  RequestEnvironmentInfo: requestEnvironmentInfo(context),
  RestartAppServer: restartAppServer(context),
  RetrieveEnvironmentInfo: retrieveEnvironmentInfo(context),
  SwapEnvironmentCNAMEs: swapEnvironmentCnames(context),
  TerminateEnvironment: terminateEnvironment(context),
  UpdateApplication: updateApplication(context),
  UpdateApplicationResourceLifecycle: updateApplicationResourceLifecycle(context),
  UpdateApplicationVersion: updateApplicationVersion(context),
  UpdateConfigurationTemplate: updateConfigurationTemplate(context),
  UpdateEnvironment: updateEnvironment(context),
  UpdateTagsForResource: updateTagsForResource(context),
  ValidateConfigurationSettings: validateConfigurationSettings(context),
});
