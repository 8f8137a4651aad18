import type { ResourceProviders } from '../cloudformation/provider.ts';
import type { Context } from './context.ts';
import { applicationResource } from './resources/application.ts';
import { applicationVersionResource } from './resources/application-version.ts';
import { configurationTemplateResource } from './resources/configuration-template.ts';
import { environmentResource } from './resources/environment.ts';

export const beanstalkResources = (context: Context): ResourceProviders => ({
  'AWS::ElasticBeanstalk::Application': applicationResource(context),
  'AWS::ElasticBeanstalk::ApplicationVersion': applicationVersionResource(context),
  'AWS::ElasticBeanstalk::ConfigurationTemplate': configurationTemplateResource(context),
  'AWS::ElasticBeanstalk::Environment': environmentResource(context),
});
