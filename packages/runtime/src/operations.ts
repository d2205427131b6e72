import { createHash, timingSafeEqual } from 'node:crypto';
import type { FastifyInstance } from 'fastify';
import { bearerOf } from './bearer.ts';
import { watchBodies } from './bodies-in-flight.ts';
import { isDraining, prepareDraining } from './draining.ts';
import { metricsText } from './metrics.ts';
import { watchRequests } from './request-watch.ts';

export interface OperationsParts {
  /** Throws while the app could not serve; a `NotReady` says why, anything else is the database. May tell how it stands. */
  readonly ready: () => Promise<object>;
  /** Whoever asks for metrics presents it; without one they are not served at all. */
  readonly metricsToken: string | undefined;
}

/** Why an app cannot serve yet, in words of ours. */
export class NotReady extends Error {
  override readonly name = 'NotReady';
}

/**
 * What an operator asks every app. `/healthz`: the process is up. `/readyz`: it can serve, and is not about to stop. `/metrics`:
 * to the bearer of METRICS_TOKEN only, since strangers reach the same port through the proxy.
 */
export function serveOperations(app: FastifyInstance, { ready, metricsToken }: OperationsParts): void {
  prepareDraining(app);
  watchRequests(app);
  watchBodies(app);
  app.get('/healthz', async () => ({ status: 'up' }));
  app.get('/readyz', async (request, reply) => {
    if (isDraining(app)) return reply.code(503).send({ status: 'stopping' });
    try {
      return { status: 'ready', ...(await ready()) };
    } catch (error) {
      request.log.warn({ err: error }, 'not ready');
      const status = error instanceof NotReady ? error.message : 'the database cannot be reached';
      return reply.code(503).header('retry-after', '2').send({ status });
    }
  });
  if (metricsToken === undefined) return;
  const expected = digest(metricsToken);
  app.get('/metrics', async (request, reply) => {
    if (!timingSafeEqual(digest(bearerOf(request.headers.authorization) ?? ''), expected)) {
      return reply.code(401).header('www-authenticate', 'Bearer').send({ status: 'METRICS_TOKEN is needed' });
    }
    const { contentType, text } = await metricsText();
    return reply.type(contentType).send(text);
  });
}

/** Of equal length whatever is presented, so that the comparison takes equally long. */
function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
