import type { FastifyInstance } from 'fastify';
import { homeView } from '../views/home.ts';
import type { PageContext } from './page-context.ts';
import { sendPage } from './send-page.ts';

export function homePage(app: FastifyInstance, { sessions, urls }: PageContext): void {
  app.get('/', async (request, reply) => {
    const session = await sessions.find(request);
    return sendPage(reply, homeView({ person: session?.person ?? null, consoleUrl: urls.console }));
  });
}
