import { once } from 'node:events';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { FastifyInstance } from 'fastify';

/** The measured process's side of `startChild`: serves what it is told, tells its port, and its processor time when asked. */
export function serve(start: (settings: never) => Promise<number>): void {
  process.once('message', (settings) => {
    process.on('message', () => {
      const { user, system } = process.cpuUsage();
      process.send?.(user + system);
    });
    start(settings as never).then(
      (port) => process.send?.(port),
      (error: unknown) => {
        process.stderr.write(`${String(error)}\n`);
        process.exit(1);
      },
    );
  });
  process.once('disconnect', () => process.exit());
}

export async function portOf(app: FastifyInstance): Promise<number> {
  await app.listen({ port: 0, host: '127.0.0.1' });
  return boundPort(app.server);
}

/** For a server that is no Fastify app. */
export async function portOfListener(listener: RequestListener): Promise<number> {
  const server = createServer(listener).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return boundPort(server);
}

function boundPort(server: Server): number {
  const address = server.address();
  return typeof address === 'object' && address ? address.port : 0;
}
