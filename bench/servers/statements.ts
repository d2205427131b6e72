import { createPool } from '@countersign/db/connections/pool';
import fastify from 'fastify';
import { portOf, serve } from './serve.ts';

/** Fastify and the two statements a read tool sends, without authentication, row-level security or protocol. */
serve(({ ownerUrl, connectionId }: { ownerUrl: string; connectionId: string }) => {
  const pool = createPool(ownerUrl, { applicationName: 'bench statements' });
  const app = fastify();
  app.post('/mcp', async () => {
    const gate = await pool.query({ name: 'gate', text: 'select * from gate($1, false)', values: [connectionId] });
    const { organization_id: organizationId } = gate.rows[0] as { organization_id: string };
    const text = 'select id, name, created_at from team where organization_id = $1 order by name limit 20';
    const { rows } = await pool.query({ name: 'teams', text, values: [organizationId] });
    return { items: rows, nextCursor: null };
  });
  return portOf(app);
});
