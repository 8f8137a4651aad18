/** Of a log so many lines are told in a message: an error and where it was thrown. The trail has the others. */
const LINES_TOLD = 5;

/** What programs write below the line that says what happened: stack frames, markers, their own version. */
const BESIDE =
  /^\s*(at\s.+:\d+(:\d+)?\)?$|at\s+(async\s+)?[\w$.<>[\] ]+\s?\(|at\s+<anonymous>|\^+\s*$|File ".+", line \d+|goroutine \d+ \[|\.\.\. \d+ more|Node\.js v\d|npm (notice|error A complete log))/;

/** Those of a program's last lines that say most, oldest first. */
export function tellingLines(lines: readonly string[]): string[] {
  const telling = lines.filter((line) => !BESIDE.test(line));
  return (telling.length > 0 ? telling : lines).slice(-LINES_TOLD).map((line) => line.trim());
}
