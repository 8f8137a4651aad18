import type { Command } from 'commander';
import * as z from 'zod';

const settings = z.object({
  json: z.boolean().default(false),
  debug: z.boolean().default(false),
  stageName: z.string(),
  function: z.string().optional(),
  region: z.string().optional(),
});

/** The options that every command has. */
export type Settings = z.infer<typeof settings>;

export function settingsOf(command: Command): Settings {
  return settings.parse(command.optsWithGlobals());
}
