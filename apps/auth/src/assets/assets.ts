import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';

interface Asset {
  /** Holds a digest of the content, so that browsers may keep it for ever. */
  readonly url: string;
  readonly contentType: string;
  readonly content: Buffer;
}

function load(file: URL, contentType: string): Asset {
  const content = readFileSync(file);
  const digest = createHash('sha256').update(content).digest('base64url').slice(0, 12);
  const [name = '', extension = ''] = (file.pathname.split('/').at(-1) ?? '').split('.');
  return { url: `/assets/${name}.${digest}.${extension}`, contentType, content };
}

/** Everything the pages load beside their own text. Read once, at start. */
export const ASSETS = {
  style: load(new URL('./pages.css', import.meta.url), 'text/css; charset=utf-8'),
  script: load(new URL('./pages.js', import.meta.url), 'text/javascript; charset=utf-8'),
  icon: load(new URL('./mark.svg', import.meta.url), 'image/svg+xml'),
} as const satisfies Record<string, Asset>;
