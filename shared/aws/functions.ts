import { GetFunctionConfigurationCommand, type LambdaClient } from '@aws-sdk/client-lambda';

/**
 * Whether a function is inside a VPC. Asked of AWS and not told by the environment: a published version keeps the one
 * that it was published with, while the other function may have been moved since.
 */
export async function isInVpc(lambda: LambdaClient, functionArn: string): Promise<boolean> {
  const { VpcConfig } = await lambda.send(new GetFunctionConfigurationCommand({ FunctionName: functionArn }));
  return (VpcConfig?.SubnetIds ?? []).length > 0;
}
