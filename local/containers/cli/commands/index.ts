import { build } from './build.ts';
import type { Command } from './command.ts';
import { images, inspect, pull, push, tag } from './images.ts';
import { login, logout } from './login.ts';
import { info, version } from './version.ts';

/** By the words that they are called with. */
export const commands: Readonly<Record<string, Command>> = {
  build,
  'buildx build': build,
  'image build': build,
  'image inspect': inspect,
  'image ls': images,
  'image pull': pull,
  'image push': push,
  'image tag': tag,
  images,
  info,
  inspect,
  login,
  logout,
  pull,
  push,
  tag,
  version,
  '--version': version,
  '-v': version,
};
