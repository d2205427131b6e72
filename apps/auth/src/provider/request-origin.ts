import type { IncomingMessage } from 'node:http';
import type { NewAuditEvent } from '@countersign/access/audit/audit';
import type { FastifyRequest } from 'fastify';

/** Where a request comes from, as the audit keeps it. */
export type RequestOrigin = Pick<NewAuditEvent, 'address' | 'userAgent' | 'requestId'>;

const origins = new WeakMap<IncomingMessage, RequestOrigin>();

export function originOf(request: FastifyRequest): RequestOrigin {
  return { address: request.ip, userAgent: request.headers['user-agent'] ?? null, requestId: request.id };
}

/** Lets code behind the provider, which sees only the raw request, name the address that Fastify established. */
export function keepOrigin(raw: IncomingMessage, origin: RequestOrigin): void {
  origins.set(raw, origin);
}

export function originOfRaw(raw: IncomingMessage): RequestOrigin {
  return origins.get(raw) ?? {};
}
