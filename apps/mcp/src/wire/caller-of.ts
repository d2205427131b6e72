import type { Caller } from '@countersign/access/calls/pass-of';
import type { CallLimits } from '@countersign/access/limits/call-limits';
import type { Principal } from '@countersign/access/principals/principal';
import type { FastifyRequest } from 'fastify';
import type { ProtectedResource } from './protected-resource.ts';

/** What a request says of its caller, whichever wire it came over. Counts the request. */
export async function callerOf(
  request: FastifyRequest,
  principal: Principal,
  resource: ProtectedResource,
  limits: CallLimits,
): Promise<Caller> {
  return {
    principal,
    allowance: await limits.take(principal),
    organizationSlug: resource.organizationSlug,
    requestId: request.id,
    address: request.ip,
    userAgent: request.headers['user-agent'],
  };
}
