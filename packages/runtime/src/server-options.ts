import type { FastifyBaseLogger } from 'fastify';
import { newId } from './ids.ts';
import type { Logger } from './log.ts';
import { parseTraceParent } from './traceparent.ts';

/** For a whole request to arrive; Fastify would wait for ever for a body that never ends. */
const REQUEST_TIMEOUT_MS = 30_000;
/** For its head, and for a connection on which nothing was said yet. */
const HEADERS_TIMEOUT_MS = 10_000;
/** How often Node looks for those that took longer. */
const LOOK_FOR_SLOW_MS = 2000;

export interface ServerParts {
  readonly log: Logger;
  /** Addresses or CIDR ranges of the proxies whose X-Forwarded-For is believed. */
  readonly trustProxy: readonly string[];
}

/** What every HTTP server of ours has in common: each log line of a request bears its id, and its caller's trace when it names one. */
export function serverOptions({ log, trustProxy }: ServerParts) {
  const loggerInstance: FastifyBaseLogger = log;
  return {
    loggerInstance,
    genReqId: newId,
    requestTimeout: REQUEST_TIMEOUT_MS,
    http: { headersTimeout: HEADERS_TIMEOUT_MS, connectionsCheckingInterval: LOOK_FOR_SLOW_MS },
    trustProxy: trustProxy.length > 0 ? [...trustProxy] : false,
    childLoggerFactory: (
      logger: FastifyBaseLogger,
      bindings: Record<string, unknown>,
      options: object,
      raw: { readonly headers: Record<string, string | readonly string[] | undefined> },
    ) => {
      const parent = parseTraceParent(raw.headers['traceparent']);
      return logger.child(parent ? { ...bindings, traceId: parent.traceId } : bindings, options);
    },
    // What is being answered is answered; kept-alive connections do not hold up a restart.
    forceCloseConnections: 'idle',
    // A request that came before its connection was told to close is answered like any other.
    return503OnClosing: false,
  } as const;
}
