// Loaded into each Node program that runs without a Docker engine, before the program itself. There is no network of its
// own for it: a port that its task definition names is really another one, on loopback. And it ends with the local cloud.
import net from 'node:net';

const PARENT = 3;
const ports = JSON.parse(process.env.SLIPWAY_LOCAL_PORTS ?? '{}');
delete process.env.SLIPWAY_LOCAL_PORTS;

const listen = net.Server.prototype.listen;
net.Server.prototype.listen = function (...args) {
  const [first] = args;
  if (typeof first === 'object' && first !== null && ports[first.port] !== undefined) {
    args[0] = { ...first, port: ports[first.port], host: '127.0.0.1' };
  } else if (ports[first] !== undefined) {
    // listen(port[, host[, backlog]][, callback]): the host becomes loopback.
    const rest = args.slice(1).filter((value) => typeof value !== 'string');
    args = [ports[first], '127.0.0.1', ...rest];
  }
  return listen.apply(this, args);
};

// The pipe closes when the local cloud is gone, however it went. A program that has others started gets them through
// its own NODE_OPTIONS: they have no such pipe.
try {
  new net.Socket({ fd: PARENT, readable: true, writable: false })
    .on('error', () => undefined)
    .on('close', () => process.exit(137))
    .unref()
    .resume();
} catch {}
