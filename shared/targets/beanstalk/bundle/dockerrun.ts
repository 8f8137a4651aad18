import { Rejected } from '../../../deployment/errors.ts';
import { isJsonList, isJsonObject, type Json } from '../../../deployment/json.ts';
import type { Chosen, Rewritten } from './rewritten.ts';

/** The version that is made where the repository has no bundle of its own: one container. */
export function makeDockerrun(image: string, port: number): string {
  return write({
    AWSEBDockerrunVersion: '1',
    Image: { Name: image, Update: 'true' },
    Ports: [{ ContainerPort: port }],
  });
}

/**
 * A Dockerrun.aws.json with the image in its container (version 1) or in those that get it (version 2). All else stays,
 * fields included that nobody here knows.
 * @see https://docs.aws.amazon.com/elasticbeanstalk/latest/dg/single-container-docker-configuration.html
 */
export function rewriteDockerrun(text: string, chosen: Chosen): Rewritten {
  const content: Json = JSON.parse(text);
  if (!isJsonObject(content)) throw new Rejected('Dockerrun.aws.json is no mapping');
  const { image, isOurs } = chosen;
  if (String(content.AWSEBDockerrunVersion) === '2') {
    const changed: { name: string; before: string }[] = [];
    const list = isJsonList(content.containerDefinitions) ? content.containerDefinitions : [];
    const containerDefinitions = list.map((container) => {
      if (!isJsonObject(container)) return container;
      const [name, before] = [String(container.name), String(container.image ?? '')];
      if (!isOurs({ name, image: before })) return container;
      changed.push({ name, before });
      return { ...container, image };
    });
    return { content: write({ ...content, containerDefinitions }), changed };
  }
  if (!isJsonObject(content.Image)) {
    throw new Rejected(
      'Dockerrun.aws.json has no "Image", so Elastic Beanstalk would build one on each instance: give it an "Image" with a "Name"',
    );
  }
  const before = String(content.Image.Name ?? '');
  return {
    content: write({ ...content, Image: { ...content.Image, Name: image } }),
    changed: [{ name: 'Image', before }],
  };
}

function write(content: Json): string {
  return `${JSON.stringify(content, null, 2)}\n`;
}
