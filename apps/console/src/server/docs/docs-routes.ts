import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { FastifyInstance } from 'fastify';
import type { ConsoleDeps } from '../../console-deps.ts';

/** The repository's own documents: what people read there and assistants read here is one text. */
const DOCS = join(import.meta.dirname, '../../../../../docs');
const IS_DOCUMENT = /^(?:adr\/)?[\w-]+\.md$/;

/**
 * `/llms.txt`, `/docs/<name>.md` and the decisions they link to, for assistants and programs: plain Markdown, open to everyone, with the addresses of this
 * deployment in place of those of a start on one machine.
 */
export async function docsRoutes(app: FastifyInstance, { env }: ConsoleDeps): Promise<void> {
  const here = (text: string) =>
    text
      .replaceAll('http://localhost:4000', env.authUrl)
      .replaceAll('http://localhost:4001', env.mcpUrl)
      .replaceAll('http://localhost:4002', env.consoleUrl);
  const serve = (path: string, type: string, text: string) =>
    app.get(path, (_request, reply) =>
      reply.type(`${type}; charset=utf-8`).header('cache-control', 'public, max-age=300').send(text),
    );

  serve('/llms.txt', 'text/plain', here(await readFile(join(DOCS, 'llms.txt'), 'utf8')));
  for (const name of (await readdir(DOCS, { recursive: true })).filter((file) => IS_DOCUMENT.test(file))) {
    serve(`/docs/${name}`, 'text/markdown', here(await readFile(join(DOCS, name), 'utf8')));
  }
}
