import type { IncomingMessage, ServerResponse } from 'node:http';
import { Server, type Socket } from 'node:net';
import { setImmediate as nextTurn, setTimeout as sleep } from 'node:timers/promises';
import type { FastifyInstance } from 'fastify';

interface Draining {
  begun: boolean;
  isLeft: boolean;
  /** Answers under way. */
  readonly open: Set<ServerResponse>;
  /** Connections on which nobody has asked anything yet. Node counts them as busy and would wait for them. */
  readonly silent: Set<Socket>;
}

/** How long a quiet turn of the event loop is waited for. */
const QUIET_TURN_MS = 1000;

const drainings = new WeakMap<FastifyInstance, Draining>();

/** Lets `drain` work on this server. To be called before it listens, on the outermost instance. */
export function prepareDraining(app: FastifyInstance): void {
  const state: Draining = { begun: false, isLeft: false, open: new Set(), silent: new Set() };
  drainings.set(app, state);
  app.server.on('connection', (socket: Socket) => {
    state.silent.add(socket);
    socket.once('close', () => state.silent.delete(socket));
  });
  app.server.prependListener('request', (request: IncomingMessage, response: ServerResponse) => {
    if (state.isLeft) response.setHeader('connection', 'close');
    state.silent.delete(request.socket);
    state.open.add(response);
    response.once('close', () => state.open.delete(response));
  });
}

export function isDraining(app: FastifyInstance): boolean {
  return drainings.get(app)?.begun ?? false;
}

/**
 * Takes a server out of service without a failed request; close it afterwards. For the first half of `seconds` it says “not ready” and serves as
 * usual, for whoever asks whether it is. Then it takes no new connection, which a proxy answers by trying another replica, and asks on
 * every answer to leave the connection. Connections stay open meanwhile: a request that is on its way when one is closed is lost, and a
 * proxy may not repeat a POST that it has sent. So a proxy must leave connections that it does not use in less than the second half.
 */
export async function drain(app: FastifyInstance, seconds: number): Promise<void> {
  const state = drainings.get(app);
  if (!state) return;
  state.begun = true;
  await sleep(seconds * 500);
  await stopListening(app.server);
  state.isLeft = true;
  for (const response of state.open) if (!response.headersSent) response.setHeader('connection', 'close');
  await sleep(seconds * 500);
  for (const socket of state.silent) socket.destroy();
}

/**
 * The kernel accepts connections, and their first bytes, before Node takes them over, one in each turn of the event loop; closing resets those that
 * still wait. So the listener is closed in a turn that brought none. What is left is the moment between the kernel's answer and the closing.
 */
async function stopListening(server: FastifyInstance['server']): Promise<void> {
  let came = true;
  const note = () => {
    came = true;
  };
  server.on('connection', note);
  for (const deadline = Date.now() + QUIET_TURN_MS; came && Date.now() < deadline; ) {
    came = false;
    await nextTurn();
  }
  server.off('connection', note);
  // Closes the listener alone; the close of an HTTP server also ends idle connections.
  Server.prototype.close.call(server);
}
