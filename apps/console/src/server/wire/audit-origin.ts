import type { NewAuditEvent } from '@countersign/access/audit/audit';
import type { FastifyRequest } from 'fastify';
import { sessionOf } from '../session/require-person.ts';

/** Who acts and from where, for the event of a change that a signed-in person makes. */
export function auditOrigin(request: FastifyRequest) {
  return {
    actorKind: 'user',
    actorId: sessionOf(request).person.id,
    address: request.ip,
    userAgent: request.headers['user-agent'] ?? null,
    requestId: request.id,
  } as const satisfies Partial<NewAuditEvent>;
}
