import type { NewAuditEvent } from '@countersign/access/audit';
import type { FastifyRequest } from 'fastify';

/** Where a request comes from, as the audit keeps it. */
export type Caller = Pick<NewAuditEvent, 'address' | 'userAgent' | 'requestId'> & { readonly address: string };

export function callerOf(request: FastifyRequest): Caller {
  return { address: request.ip, userAgent: request.headers['user-agent'] ?? null, requestId: request.id };
}
