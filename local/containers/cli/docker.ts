// What stands in for docker's own command where there is none. Run by the script that `writeShims` makes:
//   node docker.ts SETTINGS-FILE COMMAND …
import { readFileSync } from 'node:fs';
import { text } from 'node:stream/consumers';
import { commands } from './commands/index.ts';
import { Logins } from './logins.ts';
import { readSettings, toolOf } from './settings.ts';

const [settingsFile = '', ...words] = process.argv.slice(2);

try {
  const settings = readSettings(readFileSync(settingsFile, 'utf8'));
  const length = commands[words.slice(0, 2).join(' ')] ? 2 : 1;
  const name = words.slice(0, length).join(' ');
  const command = commands[name];
  if (!command)
    throw new Error(`docker ${name}: the local cloud's docker has ${Object.keys(commands).join(', ')}`);
  await command(words.slice(length), {
    tool: toolOf(settings),
    logins: new Logins(settings.logins),
    out: (output) => process.stdout.write(output),
    error: (output) => process.stderr.write(output),
    readInput: () => text(process.stdin),
  });
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
