import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';

interface Asset {
  /** Holds a digest of the content, so that browsers may keep it for ever. */
  readonly url: string;
  readonly contentType: string;
  readonly content: Buffer;
}

function load(file: URL, contentType: string, as?: string): Asset {
  const content = readFileSync(file);
  const digest = createHash('sha256').update(content).digest('base64url').slice(0, 12);
  const parts = (file.pathname.split('/').at(-1) ?? '').split('.');
  return { url: `/assets/${as ?? parts[0]}.${digest}.${parts.at(-1)}`, contentType, content };
}

/** Everything the pages load beside their own text. Read once, at start. */
export const ASSETS = {
  style: load(new URL('./pages.css', import.meta.url), 'text/css; charset=utf-8'),
  script: load(new URL('./pages.js', import.meta.url), 'text/javascript; charset=utf-8'),
  passkeys: load(new URL('./passkeys.js', import.meta.url), 'text/javascript; charset=utf-8'),
  // Built by its maker for pages without a bundler; its package exports only the modules beside it.
  webauthn: load(
    new URL('../dist/bundle/index.umd.min.js', import.meta.resolve('@simplewebauthn/browser')),
    'text/javascript; charset=utf-8',
    'webauthn',
  ),
  icon: load(new URL('./mark.svg', import.meta.url), 'image/svg+xml'),
} as const satisfies Record<string, Asset>;
