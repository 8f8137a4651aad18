import { CloudFormationClient, ListStacksCommand } from '@aws-sdk/client-cloudformation';
import { CloudWatchLogsClient, DescribeLogGroupsCommand } from '@aws-sdk/client-cloudwatch-logs';
import { DynamoDBClient, ListTablesCommand } from '@aws-sdk/client-dynamodb';
import { DescribeRepositoriesCommand, ECRClient } from '@aws-sdk/client-ecr';
import { ECSClient, ListClustersCommand, ListTaskDefinitionsCommand } from '@aws-sdk/client-ecs';
import {
  DescribeLoadBalancersCommand,
  DescribeTargetGroupsCommand,
  ElasticLoadBalancingV2Client,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { EventBridgeClient, ListRulesCommand } from '@aws-sdk/client-eventbridge';
import { IAMClient, ListRolesCommand } from '@aws-sdk/client-iam';
import { LambdaClient, ListFunctionsCommand } from '@aws-sdk/client-lambda';
import { ListQueuesCommand, SQSClient } from '@aws-sdk/client-sqs';
import { DescribeParametersCommand, SSMClient } from '@aws-sdk/client-ssm';

/**
 * The names of all that is in an account that had nothing in it: what a run made and did not delete. On AWS the same
 * undoing is at work, but others' things are there too, and lists show for a while what is gone.
 */
export async function leftBehind(): Promise<string[]> {
  const [ecs, balancing] = [new ECSClient({}), new ElasticLoadBalancingV2Client({})];
  const found = await Promise.all([
    ecs.send(new ListClustersCommand({})).then(({ clusterArns }) => clusterArns),
    ecs.send(new ListTaskDefinitionsCommand({ status: 'ACTIVE' })).then((list) => list.taskDefinitionArns),
    ecs.send(new ListTaskDefinitionsCommand({ status: 'INACTIVE' })).then((list) => list.taskDefinitionArns),
    balancing
      .send(new DescribeLoadBalancersCommand({}))
      .then(({ LoadBalancers }) => LoadBalancers?.map(({ LoadBalancerName }) => LoadBalancerName)),
    balancing
      .send(new DescribeTargetGroupsCommand({}))
      .then(({ TargetGroups }) => TargetGroups?.map(({ TargetGroupName }) => TargetGroupName)),
    new LambdaClient({})
      .send(new ListFunctionsCommand({}))
      .then(({ Functions }) => Functions?.map(({ FunctionArn }) => FunctionArn)),
    new CloudWatchLogsClient({})
      .send(new DescribeLogGroupsCommand({}))
      .then(({ logGroups }) => logGroups?.map(({ arn }) => arn)),
    new IAMClient({}).send(new ListRolesCommand({})).then(({ Roles }) => Roles?.map(({ Arn }) => Arn)),
    new SSMClient({})
      .send(new DescribeParametersCommand({}))
      .then(({ Parameters }) => Parameters?.map(({ ARN }) => ARN)),
    new SQSClient({}).send(new ListQueuesCommand({})).then(({ QueueUrls }) => QueueUrls),
    new EventBridgeClient({})
      .send(new ListRulesCommand({}))
      .then(({ Rules }) => Rules?.map(({ Arn }) => Arn)),
    new DynamoDBClient({}).send(new ListTablesCommand({})).then(({ TableNames }) => TableNames),
    new ECRClient({})
      .send(new DescribeRepositoriesCommand({}))
      .then(({ repositories }) => repositories?.map(({ repositoryArn }) => repositoryArn)),
    new CloudFormationClient({})
      .send(new ListStacksCommand({}))
      .then(({ StackSummaries }) =>
        StackSummaries?.filter(({ StackStatus }) => StackStatus !== 'DELETE_COMPLETE').map(
          ({ StackId }) => StackId,
        ),
      ),
  ]);
  return found.flatMap((names) => names ?? []).flatMap((name) => name ?? []);
}
