import { AppError } from '@countersign/contracts/errors';
import type { FastifyInstance } from 'fastify';
import type { ProcessEnv } from './app-env.ts';
import { closeOnSignal } from './close.ts';
import { drain } from './draining.ts';
import { EnvError } from './env-error.ts';
import type { Logger } from './log.ts';

export interface Serving {
  readonly app: FastifyInstance;
  readonly log: Logger;
  readonly env: Pick<ProcessEnv, 'HOST' | 'DRAIN_SECONDS'>;
  readonly port: number;
  /** What is closed after the app: its pool, and what sends its traces. */
  readonly closeAfter: () => Promise<void>;
}

/**
 * Runs an app as a process: nothing listens before everything it needs was found, and what is missing or wrong ends the process with one line
 * that names the variable and the cure. SIGTERM drains, closes and ends it.
 */
export async function runApp(portVariable: string, build: () => Promise<Serving>): Promise<void> {
  try {
    const { app, log, env, port, closeAfter } = await build();
    closeOnSignal(
      log,
      async () => {
        await drain(app, env.DRAIN_SECONDS);
        await app.close();
        await closeAfter();
      },
      env.DRAIN_SECONDS,
    );
    await app.listen({ port, host: env.HOST });
  } catch (error) {
    process.stderr.write(`${startProblem(portVariable, error)}\n`);
    process.exit(1);
  }
}

function startProblem(portVariable: string, error: unknown): string {
  if (error instanceof EnvError) return error.message;
  if (error instanceof AppError && error.code === 'unavailable') {
    return 'DATABASE_URL: the database cannot be reached. Start it, or correct the address';
  }
  const { code } = error as { code?: unknown };
  if (code === 'EADDRINUSE') return `${portVariable}: the port is in use. Stop what uses it, or set another one`;
  if (code === 'EACCES') return `${portVariable}: this user may not listen on the port. Set one above 1023`;
  if (code === 'EADDRNOTAVAIL') return 'HOST: is not an address of this machine. Leave it unset, or set 0.0.0.0';
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
