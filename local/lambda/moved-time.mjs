// Lets a function's `Date` follow the local cloud's clock where that was moved by hand. Plain JavaScript on Node alone,
// as it runs beside a function's code. Nothing is changed before the first move.
import { Socket } from 'node:net';

const RealDate = Date;
let moved = 0;

/** The real time: for what this machine's own time decides, as how long a process may still run. */
export const realNow = RealDate.now;

/** @param milliseconds how far the clock was moved in all; it never goes back, so an older word counts for nothing */
export function followMove(milliseconds) {
  if (!(milliseconds > moved)) return;
  if (moved === 0) globalThis.Date = movedDate();
  moved = milliseconds;
}

/** File descriptor 4 is a pipe with a line at each move: so that an invocation under way sees it too. */
export function followMoves() {
  const moves = new Socket({ fd: 4, readable: true, writable: false });
  let partial = '';
  moves.setEncoding('utf8').on('data', (chunk) => {
    const lines = (partial + chunk).split('\n');
    partial = lines.pop();
    for (const line of lines) followMove(Number(line));
  });
  // The end of whoever moves the clock is told by another pipe.
  moves.on('error', () => undefined);
  moves.unref();
}

/** `Date` with another idea of what now is; all else, and what is an instance of it, is the same. */
function movedDate() {
  const now = () => realNow() + moved;
  const shown = new Proxy(RealDate, {
    construct: (target, values, newTarget) =>
      Reflect.construct(target, values.length === 0 ? [now()] : values, newTarget),
    apply: () => new RealDate(now()).toString(),
    get: (target, name) => (name === 'now' ? now : target[name]),
  });
  RealDate.prototype.constructor = shown;
  return shown;
}
