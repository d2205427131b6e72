import type { KoaContextWithOIDC } from 'oidc-provider';
import { PAGE_HEADERS } from '../pages/page-headers.ts';
import { renderDocumentError, renderOAuthError } from '../views/oauth-error.ts';
import { DocumentUnavailable } from './metadata-documents.ts';

interface ErrorOut {
  readonly error: string;
  readonly error_description?: string | undefined;
}

/** What a person sees when a request is too broken to be sent back to its client: unknown client, foreign redirect URI, lost interaction. */
export function renderError(ctx: KoaContextWithOIDC, out: ErrorOut, cause: Error): void {
  ctx.type = 'html';
  ctx.set({ ...PAGE_HEADERS });
  if (cause.cause instanceof DocumentUnavailable) {
    ctx.status = 503;
    ctx.body = renderDocumentError(cause.cause);
    return;
  }
  ctx.body = renderOAuthError({ error: out.error, description: out.error_description });
}
