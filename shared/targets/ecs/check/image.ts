import { error, type Finding } from '../../../deployment/finding.ts';
import { readPlatforms, registryOf } from './platforms.ts';
import { type Check, onFargate, type Subject } from './subject.ts';

/** What ECS calls an architecture, and what images call it. */
const ARCHITECTURES: Readonly<Record<string, string>> = { X86_64: 'amd64', ARM64: 'arm64' };

/** The image is in ECR, and made for what the task runs on. */
export const image: Check = {
  about: 'The image',
  async find(subject) {
    const { release, clients } = subject;
    const where = `image ${release.image}`;
    const found = await readPlatforms(clients.ecr, release);
    if (found === 'missing') {
      const registry = registryOf(release.image);
      const place = registry ? ` of ${registry.account} in ${registry.region}` : '';
      return [
        error(
          `The repository ${release.repository}${place} has no image ${release.digest}.`,
          where,
          'Build and push it again, or choose another release.',
        ),
      ];
    }
    return architectureFits(subject, found, where);
  },
};

function architectureFits(subject: Subject, platforms: readonly string[], where: string): readonly Finding[] {
  const { cpuArchitecture } = subject.definition.runtimePlatform ?? {};
  // Fargate's default; on instances it is theirs, which nothing here tells.
  const wanted = ARCHITECTURES[cpuArchitecture ?? (onFargate(subject) ? 'X86_64' : '')];
  if (wanted === undefined || platforms.length === 0 || platforms.includes(wanted)) return [];
  return [
    error(
      `The image is made for ${platforms.join(', ')}, but the task runs on ${wanted} (${cpuArchitecture ?? 'the default'}).`,
      where,
      `Build it for ${wanted}, or set runtimePlatform.cpuArchitecture of the task definition.`,
    ),
  ];
}
