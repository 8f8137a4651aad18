import { userInfo } from 'node:os';

/** Who plain processes run as, for people. */
export function currentUser(): string {
  const { username, uid } = userInfo();
  return `${username} (${uid})`;
}

/**
 * Whether a user of an image (`node`, `1000:1000`) is the one that plain processes run as anyway. The names are
 * those of the official Node images and of their stand-in.
 */
export function isCurrentUser(user: string): boolean {
  const { username, uid } = userInfo();
  const names = [username, String(uid), ...(uid === 0 ? ['root'] : []), ...(uid === 1000 ? ['node'] : [])];
  return names.includes(user.split(':')[0] ?? '');
}
