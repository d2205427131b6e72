import { resolve } from 'node:path';
import { operationShape } from '@countersign/runtime/app-env';
import {
  databaseUrl,
  EnvError,
  isLoopback,
  port,
  publicUrl,
  readEnv,
  secretKey,
  smtpUrl,
} from '@countersign/runtime/env';
import { z } from 'zod';
import { APPS, type App, PUBLIC_APPS, type PublicApp, variable } from './apps.ts';

export interface Settings {
  /** The address the apps listen on. */
  readonly host: string;
  readonly ports: Readonly<Record<App, number>>;
  /** The addresses people and clients use. */
  readonly urls: Readonly<Record<PublicApp, string>>;
  /** True when one of those addresses is not on this machine: then nothing is made up, and no demo data is added. */
  readonly isPublic: boolean;
  /** Absolute. */
  readonly dataDirectory: string;
  /** Its owner's; undefined for the embedded PostgreSQL. */
  readonly databaseUrl: string | undefined;
  /** Undefined means the one kept in the data folder. */
  readonly secretKey: string | undefined;
  readonly drainSeconds: number;
  /** True without a mail server: mail is left in the data folder. */
  readonly mailsIntoFolder: boolean;
  /** True when the console shows that folder: where nobody but this machine reaches it. */
  readonly showsMail: boolean;
}

/** What the start itself goes by; the rest is the apps' own. */
const shape = {
  HOST: z.string().default('127.0.0.1'),
  AUTH_PORT: port(4000),
  MCP_PORT: port(4001),
  CONSOLE_PORT: port(4002),
  WORKER_PORT: port(4003),
  AUTH_URL: publicUrl.optional(),
  MCP_URL: publicUrl.optional(),
  CONSOLE_URL: publicUrl.optional(),
  DATA_DIR: z.string().default('.data'),
  DATABASE_URL: databaseUrl.optional(),
  SECRET_KEY: secretKey.optional(),
  SMTP_URL: smtpUrl.optional(),
  ...operationShape,
};

/** Throws an EnvError, one line that names the variable and the cure, over whatever the start itself does not take; `refuseWhatAppsRefuse` asks the apps. */
export function readSettings(source: NodeJS.ProcessEnv): Settings {
  const env = readEnv(shape, source);
  const ports = { auth: env.AUTH_PORT, mcp: env.MCP_PORT, console: env.CONSOLE_PORT, worker: env.WORKER_PORT };
  refuseSharedPort(ports);
  const urls = {
    auth: env.AUTH_URL ?? `http://localhost:${ports.auth}`,
    mcp: env.MCP_URL ?? `http://localhost:${ports.mcp}`,
    console: env.CONSOLE_URL ?? `http://localhost:${ports.console}`,
  };
  const publicApp = PUBLIC_APPS.find((app) => urls[app].startsWith('https:'));
  if (publicApp && !env.SECRET_KEY) {
    throw new EnvError(
      `SECRET_KEY: is not set, and ${variable(publicApp, 'URL')} is a public address. Make a key with: openssl rand -base64 32`,
    );
  }
  return {
    host: env.HOST,
    ports,
    urls,
    isPublic: publicApp !== undefined,
    dataDirectory: resolve(env.DATA_DIR),
    databaseUrl: env.DATABASE_URL,
    secretKey: env.SECRET_KEY,
    drainSeconds: env.DRAIN_SECONDS,
    mailsIntoFolder: env.SMTP_URL === undefined,
    showsMail: publicApp === undefined && isLoopback(env.HOST),
  };
}

function refuseSharedPort(ports: Settings['ports']): void {
  for (const [index, app] of APPS.entries()) {
    const other = APPS.slice(0, index).find((earlier) => ports[earlier] === ports[app]);
    if (!other) continue;
    const [taken, first] = [variable(app, 'PORT'), variable(other, 'PORT')];
    throw new EnvError(`${taken}: ${ports[app]} is also ${first}. Give each app a port of its own.`);
  }
}
