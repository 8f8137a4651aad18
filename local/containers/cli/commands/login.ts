import { readArguments } from '../arguments.ts';
import type { Command } from './command.ts';

export const login: Command = async (words, { logins, out, readInput }) => {
  const given = readArguments('login', words, {
    values: ['-u', '--username', '-p', '--password'],
    switches: ['--password-stdin'],
  });
  const [server = ''] = given.rest;
  const host = server.replace(/^https?:\/\//, '').replace(/\/.*$/, '');
  const username = given.last('-u', '--username');
  const password = given.has('--password-stdin')
    ? (await readInput()).replace(/\r?\n$/, '')
    : given.last('-p', '--password');
  if (host === '' || !username || !password)
    throw new Error('docker login needs a registry, --username and --password-stdin');
  const authorization = `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`;
  const answer = await fetch(`http://${host}/v2/`, { headers: { authorization } });
  if (!answer.ok)
    throw new Error(
      `login attempt to http://${host}/v2/ failed with status: ${answer.status} ${answer.statusText}`,
    );
  logins.set(host, { username, password });
  out('Login Succeeded\n');
};

export const logout: Command = async (words, { logins, out }) => {
  const [host = ''] = readArguments('logout', words, { values: [], switches: [] }).rest;
  logins.remove(host);
  out(`Removing login credentials for ${host}\n`);
};
