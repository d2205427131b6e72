import type { IncomingMessage } from 'node:http';
import type { FastifyInstance, FastifyRequest } from 'fastify';

/** Of one address. A body takes milliseconds to arrive, so whole offices and hosted clients never have so many on their way. */
const ARRIVING_MAX = 256;
/** A line of 32 kbit/s brings as much. */
const FLOOR_BYTES_PER_SECOND = 4096;
/** How long a body may be below its floor. */
const SLOW_SECONDS_MAX = 5;
const LOOK_EVERY_MS = 1000;

const SLOW = JSON.stringify({
  error: 'too_slow',
  error_description: 'The body came too slowly. Send it again over a faster connection, or in smaller parts.',
});
const SLOW_ANSWER = [
  'HTTP/1.1 408 Request Timeout',
  'connection: close',
  'content-type: application/json; charset=utf-8',
  `content-length: ${Buffer.byteLength(SLOW)}`,
  '',
  SLOW,
].join('\r\n');

interface Arriving {
  readonly raw: IncomingMessage;
  floor: number;
  /** Where the time began that is judged next, and what had been read by then. */
  since: number;
  bytesBefore: number;
}

const arrivals = new WeakMap<IncomingMessage, Arriving>();

/**
 * Gives every address so many places for bodies that are on their way, and ends a body that comes slower than a floor: whoever sends a byte now and
 * then holds a place, and memory, as long as they like. Time in which this process itself reads nothing is not counted. For the outermost instance,
 * before its routes.
 */
export function watchBodies(app: FastifyInstance): void {
  const arriving = new Set<Arriving>();
  const ofAddress = new Map<string, number>();
  let timer: NodeJS.Timeout | undefined;

  const look = () => {
    const now = performance.now();
    for (const one of arriving) {
      const { raw } = one;
      const isRead = raw.readableFlowing === true && !raw.isPaused();
      const bytes = raw.socket.bytesRead;
      if (!isRead || raw.complete) Object.assign(one, { since: now, bytesBefore: bytes });
      if (now - one.since < SLOW_SECONDS_MAX * 1000) continue;
      if (bytes - one.bytesBefore < one.floor * SLOW_SECONDS_MAX) end(raw);
      else Object.assign(one, { since: now, bytesBefore: bytes });
    }
  };

  app.addHook('onRequest', async (request, reply) => {
    const { raw, ip } = request;
    if (!hasBody(raw)) return;
    const count = ofAddress.get(ip) ?? 0;
    if (count >= ARRIVING_MAX) {
      return reply.code(503).headers({ 'retry-after': '1', connection: 'close' }).send({
        error: 'temporarily_unavailable',
        error_description: 'Too many requests of this address are arriving at once. Send fewer at a time.',
      });
    }
    ofAddress.set(ip, count + 1);
    const one = { raw, floor: FLOOR_BYTES_PER_SECOND, since: performance.now(), bytesBefore: raw.socket.bytesRead };
    arriving.add(one);
    arrivals.set(raw, one);
    timer ??= setInterval(look, LOOK_EVERY_MS).unref();
    const leave = () => {
      if (!arriving.delete(one)) return;
      const left = (ofAddress.get(ip) ?? 1) - 1;
      if (left > 0) ofAddress.set(ip, left);
      else ofAddress.delete(ip);
    };
    raw.once('end', leave).once('close', leave);
    reply.raw.once('close', leave);
  });
  app.addHook('onClose', async () => clearInterval(timer));
}

/** A higher floor for one body, from now on: whoever may send much has to send it. */
export function raiseFloor({ raw }: Pick<FastifyRequest, 'raw'>, bytesPerSecond: number): void {
  const one = arrivals.get(raw);
  if (one) Object.assign(one, { floor: bytesPerSecond, since: performance.now(), bytesBefore: raw.socket.bytesRead });
}

function hasBody({ headers }: IncomingMessage): boolean {
  return headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0;
}

/** As Node ends a request that took too long, in words. */
function end({ socket }: IncomingMessage): void {
  if (socket.writable) socket.end(SLOW_ANSWER, () => socket.destroy());
  else socket.destroy();
}
