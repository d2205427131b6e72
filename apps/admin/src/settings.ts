import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { databaseUrl, EnvError, publicUrl, readEnv, secretKey } from '@countersign/runtime/env';
import { z } from 'zod';

export interface Settings {
  /** The owner's address: of DATABASE_URL, or of the PostgreSQL that `npm start` runs. */
  readonly ownerUrl: string;
  readonly secretKey: string;
  readonly previousSecretKey: string | undefined;
  /** Where people go; undefined when a database was named and the addresses were not. */
  readonly urls: { readonly auth: string; readonly console: string } | undefined;
}

const shape = z.object({
  DATABASE_URL: databaseUrl.optional(),
  DATA_DIR: z.string().default('.data'),
  SECRET_KEY: secretKey.optional(),
  SECRET_KEY_PREVIOUS: secretKey.optional(),
  AUTH_URL: publicUrl.optional(),
  MCP_URL: publicUrl.optional(),
  CONSOLE_URL: publicUrl.optional(),
});

/** Reads the same variables and files as `npm start`. Throws an EnvError that names the variable and the cure. */
export async function readSettings(): Promise<Settings> {
  if (existsSync('.env')) process.loadEnvFile('.env');
  const env = readEnv(shape.shape);
  const folder = resolve(env.DATA_DIR);
  return {
    ownerUrl: env.DATABASE_URL ?? (await embeddedUrl(folder)),
    secretKey: env.SECRET_KEY ?? (await kept(folder, 'secret-key', 'SECRET_KEY')),
    previousSecretKey: env.SECRET_KEY_PREVIOUS,
    urls: urlsOf(env),
  };
}

/** Only what `npm start` runs is known to be on this machine. */
function urlsOf({ AUTH_URL, CONSOLE_URL, DATABASE_URL }: z.output<typeof shape>) {
  if (AUTH_URL !== undefined && CONSOLE_URL !== undefined) return { auth: AUTH_URL, console: CONSOLE_URL };
  if (DATABASE_URL !== undefined) return undefined;
  return { auth: AUTH_URL ?? 'http://localhost:4000', console: CONSOLE_URL ?? 'http://localhost:4002' };
}

/** PostgreSQL notes its port on the fourth line of its lock file: pidfile.h. */
async function embeddedUrl(folder: string): Promise<string> {
  const lockFile = await readFile(join(folder, 'postgres/postmaster.pid'), 'utf8').catch(() => '');
  const port = lockFile.split('\n')[3];
  if (!port) {
    throw new EnvError(
      `DATABASE_URL: is not set, and no PostgreSQL runs in ${folder}. Run npm start beside this, or give the owner’s address`,
    );
  }
  const password = await kept(folder, 'postgres-password', 'DATABASE_URL');
  return `postgres://countersign_owner:${encodeURIComponent(password)}@127.0.0.1:${port}/countersign`;
}

async function kept(folder: string, name: string, variable: string): Promise<string> {
  try {
    return (await readFile(join(folder, name), 'utf8')).trim();
  } catch {
    throw new EnvError(`${variable}: is not set, and there is none in ${folder}. Set it, or DATA_DIR`);
  }
}
