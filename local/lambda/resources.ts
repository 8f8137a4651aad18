import type { ResourceProviders } from '../cloudformation/provider.ts';
import type { Context } from './context.ts';
import { aliasResource } from './resources/alias.ts';
import { eventInvokeConfigResource } from './resources/event-invoke-config.ts';
import { functionResource } from './resources/function.ts';
import { permissionResource } from './resources/permission.ts';
import { versionResource } from './resources/version.ts';

export const lambdaResources = (context: Context): ResourceProviders => ({
  'AWS::Lambda::Function': functionResource(context),
  'AWS::Lambda::Version': versionResource(context),
  'AWS::Lambda::Alias': aliasResource(context),
  'AWS::Lambda::Permission': permissionResource(context),
  'AWS::Lambda::EventInvokeConfig': eventInvokeConfigResource(context),
});
