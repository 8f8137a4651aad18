import {
  ACMClient,
  AddTagsToCertificateCommand,
  DeleteCertificateCommand,
  DescribeCertificateCommand,
  GetCertificateCommand,
  ImportCertificateCommand,
  ListCertificatesCommand,
  ListTagsForCertificateCommand,
  RemoveTagsFromCertificateCommand,
  RequestCertificateCommand,
} from '@aws-sdk/client-acm';
import { afterEach, expect, it } from 'vitest';
import { createAcm } from '../../../local/acm/index.ts';
import { Clock } from '../../../local/clock.ts';
import { throughGateway } from '../through-gateway.ts';
import { makeCertificate } from './make-certificate.ts';

const account = { id: '000000000000', region: 'us-east-1', endpoint: '', folder: '/nonexistent' };
const bytes = (text: string) => Buffer.from(text);
const ending: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const end of ending.splice(0)) await end();
});

async function local() {
  const clock = new Clock();
  const part = createAcm({ account, clock });
  const gateway = await throughGateway(part);
  ending.push(() => gateway.close());
  return { acm: new ACMClient(gateway.config), part, clock };
}

it('keeps an imported certificate, describes it, and never gives its key out', async () => {
  const { acm, clock } = await local();
  const authority = makeCertificate('Local Authority', { isAuthority: true });
  const made = makeCertificate('app.example.com', { signer: authority });
  const { CertificateArn } = await acm.send(
    new ImportCertificateCommand({
      Certificate: bytes(made.certificate),
      PrivateKey: bytes(made.key),
      CertificateChain: bytes(authority.certificate),
      Tags: [{ Key: 'team', Value: 'web' }],
    }),
  );
  expect(CertificateArn).toMatch(/^arn:aws:acm:us-east-1:000000000000:certificate\/[0-9a-f-]{36}$/);
  const { Certificate } = await acm.send(new DescribeCertificateCommand({ CertificateArn }));
  expect(Certificate).toMatchObject({
    DomainName: 'app.example.com',
    SubjectAlternativeNames: ['app.example.com'],
    Issuer: 'CN=Local Authority',
    Status: 'ISSUED',
    Type: 'IMPORTED',
    KeyAlgorithm: 'EC_prime256v1',
    InUseBy: [],
  });
  const given = await acm.send(new GetCertificateCommand({ CertificateArn }));
  expect([given.Certificate, given.CertificateChain]).toEqual([made.certificate, authority.certificate]);
  await clock.move(31 * 24 * 3600);
  const later = await acm.send(new DescribeCertificateCommand({ CertificateArn }));
  expect(later.Certificate?.Status).toBe('EXPIRED');

  await acm.send(
    new AddTagsToCertificateCommand({ CertificateArn, Tags: [{ Key: 'stage', Value: 'prod' }] }),
  );
  await acm.send(
    new RemoveTagsFromCertificateCommand({ CertificateArn, Tags: [{ Key: 'team', Value: 'another' }] }),
  );
  const { Tags } = await acm.send(new ListTagsForCertificateCommand({ CertificateArn }));
  expect(Tags).toEqual([
    { Key: 'team', Value: 'web' },
    { Key: 'stage', Value: 'prod' },
  ]);
});

it('takes another certificate in the place of one before, and lists by key type as AWS does', async () => {
  const { acm } = await local();
  const send = async (CertificateArn?: string) => {
    const made = makeCertificate('app.example.com');
    const input = { CertificateArn, Certificate: bytes(made.certificate), PrivateKey: bytes(made.key) };
    const { CertificateArn: arn } = await acm.send(new ImportCertificateCommand(input));
    return { arn, made };
  };
  const first = await send();
  const second = await send(first.arn);
  expect(second.arn).toBe(first.arn);
  const given = await acm.send(new GetCertificateCommand({ CertificateArn: first.arn }));
  expect(given.Certificate).toBe(second.made.certificate);
  // Without a filter only RSA certificates are listed, which surprises many.
  expect((await acm.send(new ListCertificatesCommand({}))).CertificateSummaryList).toEqual([]);
  await send();
  const list = (NextToken?: string) =>
    acm.send(
      new ListCertificatesCommand({ Includes: { keyTypes: ['EC_prime256v1'] }, MaxItems: 1, NextToken }),
    );
  const page = await list();
  const rest = await list(page.NextToken);
  expect([page.CertificateSummaryList?.length, rest.CertificateSummaryList?.length, rest.NextToken]).toEqual([
    1,
    1,
    undefined,
  ]);
});

it('refuses what cannot be served, what is in use, and to issue certificates', async () => {
  const { acm, part } = await local();
  const made = makeCertificate('a.example.com');
  const other = makeCertificate('b.example.com');
  const bring = (certificate: string, key: string, chain?: string) =>
    acm.send(
      new ImportCertificateCommand({
        Certificate: bytes(certificate),
        PrivateKey: bytes(key),
        ...(chain === undefined ? {} : { CertificateChain: bytes(chain) }),
      }),
    );
  await expect(bring(made.certificate, other.key)).rejects.toThrow('do not match');
  await expect(bring('no certificate', made.key)).rejects.toMatchObject({ name: 'ValidationException' });
  await expect(bring(made.certificate, made.key, other.certificate)).rejects.toThrow('chain');
  const { CertificateArn = '' } = await bring(made.certificate, made.key);
  part.certificates.claim(CertificateArn, 'arn:of:something');
  await expect(acm.send(new DeleteCertificateCommand({ CertificateArn }))).rejects.toMatchObject({
    name: 'ResourceInUseException',
  });
  part.certificates.release(CertificateArn, 'arn:of:something');
  await acm.send(new DeleteCertificateCommand({ CertificateArn }));
  await expect(acm.send(new DescribeCertificateCommand({ CertificateArn }))).rejects.toMatchObject({
    name: 'ResourceNotFoundException',
  });
  await expect(acm.send(new RequestCertificateCommand({ DomainName: 'a.example.com' }))).rejects.toThrow(
    'not implemented',
  );
  expect(() =>
    part.resources?.['AWS::CertificateManager::Certificate']?.create({
      stackName: 's',
      logicalId: 'C',
      generatedName: 's-C-1',
      properties: {},
    }),
  ).toThrow('import one');
});
