import type { ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import type { FastifyInstance } from 'fastify';

const draining = new WeakMap<FastifyInstance, { begun: boolean; readonly open: Set<ServerResponse> }>();

/** Lets `drain` work on this server. To be called before it listens, on the outermost instance. */
export function prepareDraining(app: FastifyInstance): void {
  const state = { begun: false, open: new Set<ServerResponse>() };
  draining.set(app, state);
  app.server.prependListener('request', (_request, response: ServerResponse) => {
    if (state.begun) response.setHeader('connection', 'close');
    state.open.add(response);
    response.once('close', () => state.open.delete(response));
  });
}

export function isDraining(app: FastifyInstance): boolean {
  return draining.get(app)?.begun ?? false;
}

/**
 * Takes a server out of service without a failed request: from now on it says “not ready”, and every answer asks its client to
 * leave the connection. Goes on answering for `seconds`, in which whoever sends it requests has to notice; close it afterwards.
 */
export async function drain(app: FastifyInstance, seconds: number): Promise<void> {
  const state = draining.get(app);
  if (!state) return;
  state.begun = true;
  for (const response of state.open) if (!response.headersSent) response.setHeader('connection', 'close');
  await sleep(seconds * 1000);
}
