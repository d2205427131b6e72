import { createPool } from '@countersign/db/connections/pool';
import fastify from 'fastify';
import { portOf, serve } from './serve.ts';

/** Fastify, the gate's one statement, and an answer of `length` bytes that was made before: the least a list can cost. */
serve(({ ownerUrl, connectionId, length }: { ownerUrl: string; connectionId: string; length: number }) => {
  const pool = createPool(ownerUrl, { applicationName: 'bench gate' });
  const answer = Buffer.alloc(length, 'x');
  const app = fastify();
  app.post('/mcp', async (_request, reply) => {
    await pool.query({ name: 'gate', text: 'select * from gate($1, false)', values: [connectionId] });
    return reply.type('application/json').send(answer);
  });
  return portOf(app);
});
