import type { AuditBatch } from '@countersign/access/audit/audit-batch';
import type { FileLinks } from '@countersign/access/files/file-links';
import { renderFile } from '@countersign/access/files/render-file';
import type { FairShare } from '@countersign/access/limits/fair-share';
import { AppError } from '@countersign/contracts/errors';
import type { FileKind } from '@countersign/contracts/file-kind';
import type { Pool } from '@countersign/db/connections/pool';
import type { Clock } from '@countersign/runtime/clock';
import type { FastifyInstance, FastifyReply } from 'fastify';

export interface FilesDeps {
  readonly files: ReadonlyMap<string, FileKind>;
  readonly fileLinks: FileLinks;
  readonly pool: Pool;
  readonly clock: Clock;
  /** The same that divides the calls: a link may be opened as often as one likes. */
  readonly share: FairShare;
  readonly audit: AuditBatch;
}

/** `object-src` and inline style are what browsers' own PDF viewers need; nothing else may load or frame it. */
const POLICY = "default-src 'none'; object-src 'self'; style-src 'unsafe-inline'; frame-ancestors 'none'";

const GONE = {
  unknown: [404, 'This link opens nothing', 'It is not complete, or what it led to is no longer there.'],
  expired: [410, 'This link has expired', 'Links to files work for 15 minutes.'],
  unavailable: [503, 'The file cannot be opened at the moment', 'Try again in a few minutes.'],
} as const;

/** `GET /files/<signed>`: the one file a signed link names, for whoever holds the link. Every other link tells nothing but its state. */
export function serveFiles(app: FastifyInstance, { files, fileLinks, pool, clock, share, audit }: FilesDeps): void {
  // A named parameter may have 100 characters at most.
  app.get<{ Params: { '*': string } }>('/files/*', async (request, reply) => {
    const now = clock();
    reply
      .header('content-security-policy', POLICY)
      .header('x-content-type-options', 'nosniff')
      .header('referrer-policy', 'no-referrer')
      .header('cache-control', 'no-store');
    const file = fileLinks.open(request.params['*'], now);
    if (file === 'expired') return sayGone(reply, 'expired');
    const fileKind = file && files.get(file.kind);
    if (!fileKind) return sayGone(reply, 'unknown');
    try {
      const { name, contentType, bytes } = await share.within(file.organizationId, () =>
        renderFile(pool, file, fileKind, now),
      );
      audit.add({
        action: 'file.downloaded',
        organizationId: file.organizationId,
        address: request.ip,
        userAgent: request.headers['user-agent'] ?? null,
        requestId: request.id,
        details: { kind: file.kind, recordId: file.id },
      });
      return reply
        .header('content-disposition', `inline; filename="${name}"`)
        .type(contentType)
        .send(Buffer.from(bytes));
    } catch (error) {
      const isGone = error instanceof AppError && error.code === 'not_found';
      if (!isGone) request.log.error({ err: error, kind: file.kind }, 'a file was not rendered');
      return sayGone(reply, isGone ? 'unknown' : 'unavailable');
    }
  });
}

function sayGone(reply: FastifyReply, why: keyof typeof GONE): FastifyReply {
  const [status, title, sentence] = GONE[why];
  const advice = why === 'unavailable' ? '' : ' Ask whoever sent it for a new one.';
  return reply
    .code(status)
    .type('text/html; charset=utf-8')
    .send(`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${title}</title>
<style>body { font: 1.05rem/1.5 system-ui, sans-serif; max-width: 32rem; margin: 15vh auto; padding: 0 1.25rem }</style>
</head>
<body>
<main>
<h1>${title}</h1>
<p>${sentence}${advice}</p>
</main>
</body>
</html>
`);
}
