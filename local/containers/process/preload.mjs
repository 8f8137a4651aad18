// Loaded into each Node program of a container that runs without a Docker engine, before the program itself. There is
// no network of the container's own: its ports are other ones, on loopback.
import net from 'node:net';
import { hostname } from 'node:os';
import { isMainThread } from 'node:worker_threads';

/** Ports that can be reached from outside: the container's, and where it really is. */
const declared = JSON.parse(process.env.SLIPWAY_CONTAINER_PORTS ?? '{}');
/** Those that only this process uses, by what the program asked for. They are known once it listens. */
const own = new Map();
const asked = new WeakMap();
const LOOPBACK = ['localhost', '127.0.0.1', '::1', '[::1]'];
const HERE = [...LOOPBACK, '0.0.0.0', '::', hostname(), process.env.HOSTNAME];

const isPort = (value) => /^\d+$/.test(String(value ?? '')) && Number(value) <= 65535;

const { listen, address } = net.Server.prototype;
net.Server.prototype.listen = function (...args) {
  const [first, ...rest] = args;
  const hasOptions = typeof first === 'object' && first !== null;
  const isElsewhere =
    hasOptions && ['path', 'fd', '_handle', 'handle'].some((name) => first[name] !== undefined);
  const port = hasOptions ? first.port : first;
  if (isElsewhere || !isPort(port)) return listen.apply(this, args);
  const host = hasOptions ? first.host : rest.find((value) => typeof value === 'string');
  const backlog = hasOptions ? first.backlog : rest.find((value) => typeof value === 'number');
  // What listens on loopback only cannot be reached from outside of a container, and so not here either.
  const real = LOOPBACK.includes(host) ? undefined : declared[port];
  asked.set(this, Number(port));
  this.prependOnceListener('listening', () => own.set(Number(port), address.call(this)?.port));
  const options = { ...(hasOptions ? first : {}), host: '127.0.0.1', port: real ?? 0, ipv6Only: false };
  if (backlog !== undefined) options.backlog = backlog;
  return listen.call(this, options, ...rest.filter((value) => typeof value === 'function'));
};

net.Server.prototype.address = function () {
  const found = address.call(this);
  const port = asked.get(this);
  return found && typeof found === 'object' && port ? { ...found, port } : found;
};

const { connect } = net.Socket.prototype;
net.Socket.prototype.connect = function (...args) {
  const [first] = args;
  // Node's own modules pass [options, callback] as one list that they have marked: it must stay that list.
  if (Array.isArray(first)) first[0] = redirected(first[0]);
  else if (typeof first === 'object' && first !== null) args[0] = redirected(first);
  else if (isPort(first)) {
    const host = typeof args[1] === 'string' ? args[1] : undefined;
    const callback = args.find((value) => typeof value === 'function');
    args = [redirected({ port: first, host }), ...(callback ? [callback] : [])];
  }
  return connect.apply(this, args);
};

function redirected(options) {
  if (!options || options.path !== undefined || !HERE.includes(options.host ?? 'localhost')) return options;
  const real = own.get(Number(options.port)) ?? declared[options.port];
  return real === undefined ? options : { ...options, host: '127.0.0.1', port: real };
}

// The first process of a container is not ended by a signal that it does not handle: Linux protects process 1.
if (process.env.SLIPWAY_CONTAINER_FIRST && isMainThread) {
  delete process.env.SLIPWAY_CONTAINER_FIRST;
  for (const signal of ['SIGTERM', 'SIGINT']) process.on(signal, () => undefined);
}
