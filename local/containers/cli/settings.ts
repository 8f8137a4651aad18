import { z } from 'zod';
import { baseImage } from '../base-image.ts';
import { addressOf, DockerApi } from '../docker/api.ts';
import { dockerImageTool } from '../docker/image-tool.ts';
import { ImageFolder } from '../images/store.ts';
import { processImageTool } from '../process/image-tool.ts';
import type { ImageTool } from './image-tool.ts';

const shared = { logins: z.string() };

const schema = z.discriminatedUnion('engine', [
  z.object({ engine: z.literal('process'), folder: z.string(), cache: z.string(), ...shared }),
  z.object({
    engine: z.literal('docker'),
    host: z.string(),
    labels: z.record(z.string(), z.string()),
    ...shared,
  }),
]);

/** What the engine tells the command that stands in for docker. */
export type ShimSettings = z.infer<typeof schema>;

/** @throws Error for what the engine has not written */
export function readSettings(content: string): ShimSettings {
  return schema.parse(JSON.parse(content));
}

export function toolOf(settings: ShimSettings): ImageTool {
  if (settings.engine === 'process')
    return processImageTool(new ImageFolder(settings.folder), () => baseImage(settings.cache));
  const address = addressOf(settings.host);
  if (!address) throw new Error(`the engine at ${settings.host} cannot be reached`);
  return dockerImageTool(new DockerApi(address), settings.labels);
}
