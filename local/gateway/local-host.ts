/**
 * Whether a Host header names this machine. A web page whose own name was made to stand for 127.0.0.1 (DNS rebinding)
 * is of the same origin as the gateway for a browser, and is told apart by this alone.
 */
export function isLocalHost(host: string | undefined): boolean {
  return host === undefined || /^(127\.\d+\.\d+\.\d+|\[::1\]|([\w-]+\.)*localhost)(:\d+)?$/i.test(host);
}
