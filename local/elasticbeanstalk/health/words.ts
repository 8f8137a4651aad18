/** `7 seconds`, `2 minutes`: as causes have it. @param milliseconds of AWS's time */
export function forSo(milliseconds: number): string {
  const seconds = Math.max(Math.round(milliseconds / 1000), 0);
  if (seconds < 60) return plural(seconds, 'second');
  return plural(Math.floor(seconds / 60), 'minute');
}

export const instances = (count: number) => plural(count, 'instance');

const plural = (count: number, thing: string) => `${count} ${thing}${count === 1 ? '' : 's'}`;
