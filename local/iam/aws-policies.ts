import type { PolicyDocument } from './policy/document.ts';

const allow = (...Action: string[]): PolicyDocument => ({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action, Resource: '*' }],
});

const WRITE_LOGS = ['logs:CreateLogGroup', 'logs:CreateLogStream', 'logs:PutLogEvents'];

/**
 * What AWS's own policies allow, by the path in their ARN: those that functions, tasks and builds are commonly given.
 * @see https://docs.aws.amazon.com/aws-managed-policy/latest/reference/policy-list.html
 */
export const AWS_POLICIES: Readonly<Record<string, PolicyDocument>> = {
  AdministratorAccess: allow('*'),
  AWSXRayDaemonWriteAccess: allow(
    'xray:PutTraceSegments',
    'xray:PutTelemetryRecords',
    'xray:GetSamplingRules',
    'xray:GetSamplingTargets',
    'xray:GetSamplingStatisticSummaries',
  ),
  AmazonECSInfrastructureRolePolicyForLoadBalancers: allow(
    'elasticloadbalancing:DescribeListeners',
    'elasticloadbalancing:DescribeRules',
    'elasticloadbalancing:DescribeTargetGroups',
    'elasticloadbalancing:DescribeTargetHealth',
    'elasticloadbalancing:DeregisterTargets',
    'elasticloadbalancing:ModifyListener',
    'elasticloadbalancing:ModifyRule',
    'elasticloadbalancing:RegisterTargets',
  ),
  // What instances of Elastic Beanstalk's web server environments do.
  AWSElasticBeanstalkWebTier: {
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Allow',
        Action: ['s3:Get*', 's3:List*', 's3:PutObject'],
        Resource: ['arn:aws:s3:::elasticbeanstalk-*', 'arn:aws:s3:::elasticbeanstalk-*/*'],
      },
      {
        Effect: 'Allow',
        Action: [
          'xray:PutTraceSegments',
          'xray:PutTelemetryRecords',
          'xray:GetSamplingRules',
          'xray:GetSamplingTargets',
          'xray:GetSamplingStatisticSummaries',
        ],
        Resource: '*',
      },
      {
        Effect: 'Allow',
        Action: [
          'logs:PutLogEvents',
          'logs:CreateLogStream',
          'logs:DescribeLogStreams',
          'logs:DescribeLogGroups',
        ],
        Resource: 'arn:aws:logs:*:*:log-group:/aws/elasticbeanstalk*',
      },
      {
        Effect: 'Allow',
        Action: 'elasticbeanstalk:PutInstanceStatistics',
        Resource: [
          'arn:aws:elasticbeanstalk:*:*:application/*',
          'arn:aws:elasticbeanstalk:*:*:environment/*',
        ],
      },
    ],
  },
  'service-role/AWSElasticBeanstalkEnhancedHealth': allow(
    'elasticloadbalancing:DescribeInstanceHealth',
    'elasticloadbalancing:DescribeLoadBalancers',
    'elasticloadbalancing:DescribeTargetHealth',
    'ec2:DescribeInstances',
    'ec2:DescribeInstanceStatus',
    'ec2:GetConsoleOutput',
    'ec2:AssociateAddress',
    'ec2:DescribeAddresses',
    'ec2:DescribeSecurityGroups',
    'sqs:GetQueueAttributes',
    'sqs:GetQueueUrl',
    'autoscaling:DescribeAutoScalingGroups',
    'autoscaling:DescribeAutoScalingInstances',
    'autoscaling:DescribeScalingActivities',
    'autoscaling:DescribeNotificationConfigurations',
    'sns:Publish',
  ),
  AWSElasticBeanstalkMulticontainerDocker: allow(
    'ecs:Poll',
    'ecs:StartTask',
    'ecs:StopTask',
    'ecs:DiscoverPollEndpoint',
  ),
  AWSElasticBeanstalkWorkerTier: allow(
    'sqs:*',
    'cloudwatch:PutMetricData',
    's3:Get*',
    's3:List*',
    's3:PutObject',
  ),
  // In short.
  AWSElasticBeanstalkManagedUpdatesCustomerRolePolicy: allow(
    'elasticbeanstalk:*',
    'elasticloadbalancing:*',
    'autoscaling:*',
    'cloudformation:*',
    'ecr:GetAuthorizationToken',
  ),
  AmazonEC2ContainerRegistryReadOnly: allow(
    'ecr:GetAuthorizationToken',
    'ecr:BatchCheckLayerAvailability',
    'ecr:GetDownloadUrlForLayer',
    'ecr:GetRepositoryPolicy',
    'ecr:DescribeRepositories',
    'ecr:ListImages',
    'ecr:DescribeImages',
    'ecr:BatchGetImage',
  ),
  AmazonEC2ContainerRegistryPullOnly: allow(
    'ecr:GetAuthorizationToken',
    'ecr:BatchImportUpstreamImage',
    'ecr:BatchGetImage',
    'ecr:GetDownloadUrlForLayer',
  ),
  'service-role/AWSLambdaBasicExecutionRole': allow(...WRITE_LOGS),
  'service-role/AWSLambdaBasicDurableExecutionRolePolicy': allow(
    ...WRITE_LOGS,
    'lambda:CheckpointDurableExecution',
    'lambda:GetDurableExecutionState',
  ),
  'service-role/AmazonECSTaskExecutionRolePolicy': allow(
    'ecr:GetAuthorizationToken',
    'ecr:BatchCheckLayerAvailability',
    'ecr:GetDownloadUrlForLayer',
    'ecr:BatchGetImage',
    'logs:CreateLogStream',
    'logs:PutLogEvents',
  ),
};
