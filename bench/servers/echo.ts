import fastify from 'fastify';
import { portOf, serve } from './serve.ts';

/** The least that an answer costs here. */
serve(() => {
  const app = fastify();
  app.post('/mcp', async (request) => request.body);
  return portOf(app);
});
