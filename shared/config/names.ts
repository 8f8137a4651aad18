import * as z from 'zod';
import { PLAIN_NAME, PLAIN_NAME_RULE, SERVICE_NAME, SERVICE_NAME_RULE } from '../deployment/names.ts';

// Each rule says what is allowed in words: a pattern alone helps nobody who reads the error.

/** The name of a pipeline or of a stage. */
export const plainName = z.string().regex(PLAIN_NAME, `must be ${PLAIN_NAME_RULE}`);

/** Clusters, services and containers are named alike. */
export const ecsName = z.string().regex(SERVICE_NAME, `must be ${SERVICE_NAME_RULE}`);

/** @see https://docs.aws.amazon.com/codebuild/latest/APIReference/API_CreateProject.html */
export const projectName = z
  .string()
  .regex(/^[A-Za-z0-9][A-Za-z0-9_-]{1,149}$/, 'must be the name of a CodeBuild project (no ARN)');

/** @see https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_CreateRepository.html */
export const repositoryName = z
  .string()
  .min(2, 'must be the name of an ECR repository: 2 to 256 characters')
  .max(256, 'must be the name of an ECR repository: 2 to 256 characters')
  .regex(
    /^(?:[a-z0-9]+(?:[._-]+[a-z0-9]+)*\/)*[a-z0-9]+(?:[._-]+[a-z0-9]+)*$/,
    'must be the name of an ECR repository, in lower case and without host, tag or digest (e.g. "team/web")',
  );

export const githubRepository = z
  .string()
  .regex(/^[A-Za-z0-9][A-Za-z0-9-]*\/[A-Za-z0-9._-]+$/, 'must be "OWNER/NAME", as in the address on GitHub');

/** What git allows in a branch's name, without its rarer rules. @see https://git-scm.com/docs/git-check-ref-format */
export const branchName = z
  .string()
  .regex(
    /^(?!\/|refs\/)(?!.*(?:\.\.|\/\/|@\{))[^\p{Cc} ~^:?*[\\]+(?<![/.])$/u,
    'must be the name of one branch, without "refs/heads/" and without wildcards',
  );

export const regionName = z
  .string()
  .regex(/^[a-z]{2}(?:-[a-z]+)+-\d$/, 'must be an AWS region, e.g. "eu-west-1"');

/** The name of an environment variable, as every shell takes it. */
export const variableName = z
  .string()
  .regex(/^[A-Za-z_][A-Za-z0-9_]*$/, 'must be the name of a variable: letters, digits and "_"');

/** The only roles that Slipway's own role may take: see stacks/roles.yml and stacks/deployer-role.yml. */
export const deployerRole = z
  .string()
  .regex(
    /^arn:aws[a-z-]*:iam::\d{12}:role\/slipway-deployer[\w+=,.@-]{0,48}$/,
    'must be the ARN of a role whose name begins with "slipway-deployer" (arn:aws:iam::ACCOUNT:role/slipway-deployer…): Slipway may take no other',
  );

/** @see https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html */
export const externalId = z
  .string()
  .regex(/^[\w+=,.@:/-]{2,1224}$/, 'must be 2 to 1224 letters, digits, or "+=,.@:/-_"');
