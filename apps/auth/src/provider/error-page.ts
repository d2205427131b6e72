import type { KoaContextWithOIDC } from 'oidc-provider';

interface ErrorOut {
  readonly error: string;
  readonly error_description?: string | undefined;
}

/** What a person sees when a request is too broken to be sent back to its client: unknown client, foreign redirect URI, lost interaction. */
export function renderError(ctx: KoaContextWithOIDC, { error, error_description: description }: ErrorOut): void {
  ctx.type = 'html';
  ctx.set(
    'Content-Security-Policy',
    "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; base-uri 'none'",
  );
  ctx.set('X-Content-Type-Options', 'nosniff');
  ctx.set('Referrer-Policy', 'no-referrer');
  ctx.body = `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>This connection cannot go on</title>
<style>body{font:16px/1.5 system-ui,sans-serif;max-width:34rem;margin:15vh auto;padding:0 1.5rem;color-scheme:light dark}code{overflow-wrap:anywhere}</style>
<h1>This connection cannot go on</h1>
<p>The application that sent you here made a request that cannot be answered. Close this page and start again from the application.</p>
<p><code>${escapeHtml(error)}${description ? `: ${escapeHtml(description)}` : ''}</code></p>
</html>`;
}

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
