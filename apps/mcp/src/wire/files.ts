import { createHash } from 'node:crypto';
import type { AuditBatch } from '@countersign/access/audit/audit-batch';
import type { LinkedFile } from '@countersign/access/files/file-links';
import { AppError } from '@countersign/contracts/errors';
import type { Counters } from '@countersign/runtime/counters';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { type Gone, sayGone } from './gone-page.ts';
import type { LinkedFiles } from './linked-file.ts';

export interface FilesDeps {
  readonly linkedFiles: LinkedFiles;
  readonly counters: Counters;
  readonly audit: AuditBatch;
}

/** Times in a minute. A person opens a link once or twice, and an office behind one address some dozens. */
const OF_ONE_LINK = { name: 'file_link', max: 30, windowSeconds: 60 };
const OF_ONE_ADDRESS = { name: 'file_address', max: 120, windowSeconds: 60 };

/** `object-src` and inline style are what browsers' own PDF viewers need; nothing else may load or frame it. */
const POLICY = "default-src 'none'; object-src 'self'; style-src 'unsafe-inline'; frame-ancestors 'none'";

/**
 * `GET /files/<signed>`: the one file a signed link names, for whoever holds the link, as long as whoever made it may read it. Every other link
 * tells nothing but its state.
 */
export function serveFiles(app: FastifyInstance, { linkedFiles, counters, audit }: FilesDeps): void {
  const [ofLink, ofAddress] = [counters.of(OF_ONE_LINK), counters.of(OF_ONE_ADDRESS)];

  const record = (
    request: FastifyRequest,
    { organizationId, kind, id, maker }: LinkedFile,
    outcome: 'ok' | 'refused',
  ) =>
    audit.add({
      action: 'file.downloaded',
      outcome,
      organizationId,
      connectionId: maker.kind === 'connection' ? maker.id : null,
      apiKeyId: maker.kind === 'api_key' ? maker.id : null,
      address: request.ip,
      userAgent: request.headers['user-agent'] ?? null,
      requestId: request.id,
      details: { kind, recordId: id },
    });

  // A named parameter may have 100 characters at most.
  app.get<{ Params: { '*': string } }>('/files/*', async (request, reply) => {
    reply
      .header('content-security-policy', POLICY)
      .header('x-content-type-options', 'nosniff')
      .header('referrer-policy', 'no-referrer')
      .header('cache-control', 'no-store');
    const counted = await ofAddress(request.ip);
    if (counted.exceeded) return sayTooOften(reply, counted.resetSeconds);
    const signed = request.params['*'];
    const file = linkedFiles.named(signed);
    if (typeof file !== 'object') return sayGone(reply, file ?? 'unknown');
    const opened = await ofLink(createHash('sha256').update(signed).digest('base64url'));
    if (opened.exceeded) return sayTooOften(reply, opened.resetSeconds);
    try {
      const { name, contentType, bytes } = await linkedFiles.open(file);
      record(request, file, 'ok');
      return reply
        .header('content-disposition', `inline; filename="${name}"`)
        .type(contentType)
        .send(Buffer.from(bytes));
    } catch (error) {
      const why = stateAfter(error);
      if (why === 'withdrawn') record(request, file, 'refused');
      if (why === 'unavailable') request.log.error({ err: error, kind: file.kind }, 'a file was not drawn');
      return why === 'busy' ? sayTooOften(reply, 5) : sayGone(reply, why);
    }
  });
}

function sayTooOften(reply: FastifyReply, seconds: number): FastifyReply {
  return sayGone(reply.header('retry-after', String(seconds)), 'busy');
}

function stateAfter(error: unknown): Gone {
  switch (error instanceof AppError ? error.code : 'internal') {
    case 'not_found':
      return 'unknown';
    case 'unauthenticated':
    case 'access_disabled':
    case 'role_forbids':
      return 'withdrawn';
    case 'rate_limited':
      return 'busy';
    default:
      return 'unavailable';
  }
}
