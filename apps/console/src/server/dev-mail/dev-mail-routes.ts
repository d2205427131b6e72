import type { DevMailView } from '@countersign/contracts/console-dev-mail';
import { AppError } from '@countersign/contracts/errors';
import type { FastifyInstance } from 'fastify';
import type { ConsoleDeps } from '../../console-deps.ts';
import { lettersIn } from './letters-in.ts';

/** Mail of everybody, for whoever is signed in: so only where all of them are people of one machine that try things out. */
export async function devMailRoutes(app: FastifyInstance, { env }: ConsoleDeps): Promise<void> {
  app.get('/dev/mail', async (): Promise<DevMailView> => {
    if (env.mailFolder === null) throw new AppError('not_found', 'There is nothing at this address.');
    return { letters: await lettersIn(env.mailFolder) };
  });
}
