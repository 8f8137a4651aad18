import { expect, it } from 'vitest';
import { Clock } from '../../local/clock.ts';
import { createEc2 } from '../../local/ec2/index.ts';

const account = {
  id: '000000000000',
  region: 'us-east-1',
  endpoint: 'http://127.0.0.1:1',
  folder: '/nonexistent',
};
const { resources } = createEc2({ account, clock: new Clock() });

const create = (type: string, properties: Record<string, unknown>) =>
  resources?.[type]?.create({ stackName: 's', logicalId: 'L', generatedName: 's-L-1', properties });

it('gives a network the ids and attributes that other resources refer to', async () => {
  const vpc = await create('AWS::EC2::VPC', { CidrBlock: '10.0.0.0/16' });
  expect(vpc).toMatchObject({
    id: expect.stringMatching(/^vpc-0[0-9a-f]{16}$/),
    attributes: { CidrBlock: '10.0.0.0/16', VpcId: vpc?.id },
  });
  const group = await create('AWS::EC2::SecurityGroup', { GroupDescription: 'd', VpcId: vpc?.id });
  expect(group?.attributes).toMatchObject({ GroupId: group?.id, VpcId: vpc?.id });
  const attachment = await create('AWS::EC2::VPCGatewayAttachment', {
    VpcId: vpc?.id,
    InternetGatewayId: 'igw-1',
  });
  expect(attachment?.id).toBe(`IGW|${vpc?.id}`);
});

it('says what a template forgot, and what there is not', () => {
  expect(() => create('AWS::EC2::Subnet', { CidrBlock: '10.0.0.0/18' })).toThrow(
    'required key [VpcId] not found',
  );
  expect(() => create('AWS::EC2::VPC', { CidrBlock: '10.0.0.0/16', Cidr: '10.0.0.0/16' })).toThrow(
    'extraneous key [Cidr] is not permitted',
  );
});
