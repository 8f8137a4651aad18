import type { Command } from './command.ts';

const NAME = "the local cloud's docker: build, tag, push, pull, inspect, images, login";

export const version: Command = async (_words, { out }) => out(`${NAME}\n`);

/** Buildspecs use it to see whether an engine is there; what stands in for one is. */
export const info: Command = async (_words, { out }) => out(`Server: ${NAME}\n`);
