/** How much of a text that came from elsewhere goes into a message. */
const START = 200;

/** The start of a text in one line, without control characters: safe in a log, a terminal and a chat. */
export function printable(text: string): string {
  const line = text
    .slice(0, START * 4)
    .replace(/\p{C}+/gu, ' ')
    .replace(/\s+/g, ' ')
    .trim();
  return line.length <= START ? line : `${line.slice(0, START)}…`;
}
