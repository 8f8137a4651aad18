/** What a change of an option does to instances, as DescribeConfigurationOptions has it. */
export type Severity = 'NoInterruption' | 'RestartEnvironment' | 'RestartApplicationServer' | 'Unknown';

export interface KnownOption {
  readonly initial?: string;
  readonly values?: readonly string[];
  readonly low?: number;
  readonly high?: number;
  readonly list?: true;
  readonly severity?: Severity;
  /** Values that AWS takes and the local cloud does not have, by why. */
  readonly absent?: Readonly<Record<string, string>>;
}

const ON_OFF = ['true', 'false'];
const flag = (initial: string): KnownOption => ({ initial, values: ON_OFF });
const restart = (option: KnownOption = {}): KnownOption => ({ severity: 'RestartEnvironment', ...option });
/** Kept and given back. */
const kept: KnownOption = {};

/**
 * The options that are known, by namespace and name, with AWS's defaults ("General options for all environments" and
 * "Docker platform options" in the developer guide). Any other is refused, as on AWS; of those here some are kept only
 * (local/FIDELITY.md says which are acted on).
 */
export const OPTIONS: Readonly<Record<string, Readonly<Record<string, KnownOption>>>> = {
  'aws:autoscaling:asg': {
    'Availability Zones': { initial: 'Any', values: ['Any', 'Any 1', 'Any 2', 'Any 3'] },
    'Custom Availability Zones': { list: true },
    Cooldown: { initial: '360', low: 0, high: 10_000 },
    EnableCapacityRebalancing: flag('false'),
    MaxSize: { initial: '4', low: 1, high: 10_000 },
    MinSize: { initial: '1', low: 1, high: 10_000 },
  },
  'aws:autoscaling:launchconfiguration': {
    BlockDeviceMappings: restart(),
    DisableDefaultEC2SecurityGroup: restart({ initial: 'false', values: ON_OFF }),
    DisableIMDSv1: restart({ initial: 'false', values: ON_OFF }),
    EC2KeyName: restart(),
    IamInstanceProfile: restart(),
    ImageId: restart(),
    InstanceType: restart({ initial: 't3.micro' }),
    LaunchTemplateTagPropagationEnabled: restart({ initial: 'false', values: ON_OFF }),
    MonitoringInterval: restart({ initial: '5 minute', values: ['1 minute', '5 minute'] }),
    RootVolumeIOPS: restart(),
    RootVolumeSize: restart(),
    RootVolumeThroughput: restart(),
    RootVolumeType: restart(),
    SecurityGroups: restart({ list: true }),
    SSHSourceRestriction: { initial: 'tcp,22,22,0.0.0.0/0' },
  },
  'aws:autoscaling:scheduledaction': {},
  'aws:autoscaling:trigger': {
    BreachDuration: { initial: '5', low: 1, high: 600 },
    EvaluationPeriods: { initial: '1', low: 1, high: 600 },
    LowerBreachScaleIncrement: { initial: '-1' },
    LowerThreshold: { initial: '2000000' },
    MeasureName: { initial: 'NetworkOut' },
    Period: { initial: '5', low: 1, high: 600 },
    Statistic: { initial: 'Average', values: ['Minimum', 'Maximum', 'Sum', 'Average'] },
    Unit: { initial: 'Bytes' },
    UpperBreachScaleIncrement: { initial: '1' },
    UpperThreshold: { initial: '6000000' },
  },
  'aws:autoscaling:updatepolicy:rollingupdate': {
    MaxBatchSize: { low: 1, high: 10_000 },
    MinInstancesInService: { low: 0, high: 9999 },
    PauseTime: kept,
    RollingUpdateEnabled: flag('false'),
    RollingUpdateType: {
      initial: 'Time',
      values: ['Time', 'Health', 'Immutable'],
      absent: { Immutable: 'instances are replaced in place' },
    },
    Timeout: { initial: 'PT30M' },
  },
  'aws:ec2:instances': {
    EnableSpot: flag('false'),
    InstanceTypes: restart({ list: true }),
    SpotAllocationStrategy: kept,
    SpotFleetOnDemandAboveBasePercentage: kept,
    SpotFleetOnDemandBase: kept,
    SpotMaxPrice: kept,
    SupportedArchitectures: restart({ initial: 'x86_64' }),
  },
  'aws:ec2:vpc': {
    AssociatePublicIpAddress: restart(),
    DBSubnets: { list: true },
    ELBScheme: { initial: 'public', values: ['public', 'internal'] },
    ELBSubnets: { list: true },
    Subnets: restart({ list: true }),
    VPCId: restart(),
  },
  'aws:elasticbeanstalk:application': { 'Application Healthcheck URL': kept },
  'aws:elasticbeanstalk:cloudwatch:logs': {
    DeleteOnTerminate: flag('false'),
    RetentionInDays: { initial: '7' },
    StreamLogs: flag('false'),
  },
  'aws:elasticbeanstalk:cloudwatch:logs:health': {
    DeleteOnTerminate: flag('false'),
    HealthStreamingEnabled: flag('false'),
    RetentionInDays: { initial: '7' },
  },
  'aws:elasticbeanstalk:command': {
    BatchSize: { initial: '100', low: 1, high: 10_000 },
    BatchSizeType: { initial: 'Percentage', values: ['Percentage', 'Fixed'] },
    DeploymentPolicy: {
      initial: 'AllAtOnce',
      values: ['AllAtOnce', 'Rolling', 'RollingWithAdditionalBatch', 'Immutable', 'TrafficSplitting'],
    },
    IgnoreHealthCheck: flag('false'),
    Timeout: { initial: '600', low: 1, high: 3600 },
  },
  'aws:elasticbeanstalk:control': {
    DefaultSSHPort: { initial: '22' },
    LaunchTimeout: { initial: '0' },
    LaunchType: { initial: 'Migration' },
    RollbackLaunchOnFailure: flag('false'),
  },
  'aws:elasticbeanstalk:environment': {
    EnvironmentType: { initial: 'LoadBalanced', values: ['LoadBalanced', 'SingleInstance'] },
    ExternalExtensionsS3Bucket: kept,
    ExternalExtensionsS3Key: kept,
    LoadBalancerIsShared: {
      ...flag('false'),
      absent: { true: 'each environment has a load balancer of its own' },
    },
    LoadBalancerType: {
      initial: 'application',
      values: ['classic', 'application', 'network'],
      absent: {
        classic: 'it has application load balancers only',
        network: 'it has application load balancers only',
      },
    },
    ServiceRole: kept,
  },
  'aws:elasticbeanstalk:environment:proxy': { ProxyServer: { initial: 'nginx', values: ['nginx', 'none'] } },
  'aws:elasticbeanstalk:environment:process:default': {
    DeregistrationDelay: { initial: '20', low: 0, high: 3600 },
    HealthCheckInterval: { initial: '15', low: 5, high: 300 },
    HealthCheckPath: { initial: '/' },
    HealthCheckTimeout: { initial: '5', low: 2, high: 60 },
    HealthyThresholdCount: { initial: '3', low: 2, high: 10 },
    MatcherHTTPCode: { initial: '200' },
    Port: { initial: '80', values: ['80'] },
    Protocol: { initial: 'HTTP', values: ['HTTP'] },
    StickinessEnabled: flag('false'),
    StickinessLBCookieDuration: { initial: '86400', low: 1, high: 604_800 },
    StickinessType: { initial: 'lb_cookie', values: ['lb_cookie'] },
    UnhealthyThresholdCount: { initial: '5', low: 2, high: 10 },
  },
  'aws:elasticbeanstalk:healthreporting:system': {
    ConfigDocument: kept,
    EnhancedHealthAuthEnabled: flag('true'),
    HealthCheckSuccessThreshold: { initial: 'Ok', values: ['Ok', 'Warning', 'Degraded', 'Severe'] },
    SystemType: { initial: 'basic', values: ['basic', 'enhanced'] },
  },
  'aws:elasticbeanstalk:hostmanager': { LogPublicationControl: flag('false') },
  'aws:elasticbeanstalk:managedactions': {
    ManagedActionsEnabled: { ...flag('false'), absent: { true: 'its platform has one version' } },
    PreferredStartTime: kept,
    ServiceRoleForManagedUpdates: kept,
  },
  'aws:elasticbeanstalk:managedactions:platformupdate': {
    InstanceRefreshEnabled: flag('false'),
    UpdateLevel: kept,
  },
  'aws:elasticbeanstalk:monitoring': { 'Automatically Terminate Unhealthy Instances': flag('true') },
  'aws:elasticbeanstalk:sns:topics': {
    'Notification Endpoint': kept,
    'Notification Protocol': { initial: 'email' },
    'Notification Topic ARN': kept,
    'Notification Topic Name': kept,
  },
  'aws:elasticbeanstalk:trafficsplitting': {
    EvaluationTime: { initial: '5', low: 3, high: 600 },
    NewVersionPercent: { initial: '10', low: 1, high: 100 },
  },
  'aws:elasticbeanstalk:xray': { XRayEnabled: flag('false') },
  // Of classic load balancers: they change nothing for an application load balancer, on AWS neither.
  'aws:elb:healthcheck': {
    HealthyThreshold: { initial: '3', low: 2, high: 10 },
    Interval: { initial: '10', low: 5, high: 300 },
    Timeout: { initial: '5', low: 2, high: 60 },
    UnhealthyThreshold: { initial: '5', low: 2, high: 10 },
  },
  'aws:elb:loadbalancer': {
    CrossZone: flag('false'),
    ManagedSecurityGroup: kept,
    SecurityGroups: { list: true },
  },
  'aws:elb:policies': {
    ConnectionDrainingEnabled: flag('false'),
    ConnectionDrainingTimeout: { initial: '20', low: 1, high: 3600 },
    ConnectionSettingIdleTimeout: { initial: '60', low: 1, high: 3600 },
  },
  'aws:elbv2:listener:default': {
    DefaultProcess: { initial: 'default', values: ['default'] },
    ListenerEnabled: { initial: 'true', values: ['true'] },
    Protocol: { initial: 'HTTP', values: ['HTTP'] },
  },
  'aws:elbv2:loadbalancer': {
    AccessLogsS3Bucket: kept,
    AccessLogsS3Enabled: flag('false'),
    AccessLogsS3Prefix: kept,
    IdleTimeout: { initial: '60' },
    ManagedSecurityGroup: kept,
    SecurityGroups: { list: true },
  },
};

/** Namespaces whose names the user makes up. */
export const FREE_NAMESPACES: readonly string[] = ['aws:elasticbeanstalk:application:environment'];

export const ENVIRONMENT_VARIABLES = 'aws:elasticbeanstalk:application:environment';

export const severityOf = (namespace: string, name: string): Severity =>
  FREE_NAMESPACES.includes(namespace)
    ? 'RestartApplicationServer'
    : (OPTIONS[namespace]?.[name]?.severity ?? 'NoInterruption');
