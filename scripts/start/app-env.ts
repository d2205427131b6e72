import { randomBytes } from 'node:crypto';
import { readAuthEnv } from '@countersign/auth/env';
import { readConsoleEnv } from '@countersign/console/env';
import type { ServingRole } from '@countersign/db/tenancy/serving-roles';
import { readSettings as readMcpSettings } from '@countersign/mcp/env';
import { deriveKey } from '@countersign/runtime/secret-key';
import { readSettings as readWorkerSettings } from '@countersign/worker/env';
import { APPS, type App, PUBLIC_APPS, variable } from './apps.ts';
import type { Settings } from './settings.ts';

/** Which database role serves each app, whether it gets the secret key, and what it reads its settings with. */
const NEEDS = {
  auth: { role: 'control', secretKey: true, read: readAuthEnv },
  mcp: { role: 'tools', secretKey: false, read: readMcpSettings },
  console: { role: 'control', secretKey: true, read: readConsoleEnv },
  worker: { role: 'jobs', secretKey: true, read: readWorkerSettings },
} as const satisfies Record<
  App,
  { role: ServingRole; secretKey: boolean; read: (source: NodeJS.ProcessEnv) => unknown }
>;

/** What a start makes by itself when nobody gives it. */
export interface Made {
  readonly secretKey: string;
  readonly addresses: Readonly<Record<ServingRole, string>>;
}

/** The environment of an app: that of the start, with what is settled by it. */
export function appEnv(app: App, source: NodeJS.ProcessEnv, settings: Settings, made: Made): NodeJS.ProcessEnv {
  const env: NodeJS.ProcessEnv = { ...source, HOST: settings.host, DATA_DIR: settings.dataDirectory };
  for (const one of APPS) env[variable(one, 'PORT')] = String(settings.ports[one]);
  for (const one of PUBLIC_APPS) env[variable(one, 'URL')] = settings.urls[one];
  return {
    ...env,
    DATABASE_URL: made.addresses[NEEDS[app].role],
    SECRET_KEY: NEEDS[app].secretKey ? made.secretKey : undefined,
    // Of the secret the resource server gets only what its links are signed with.
    FILE_LINK_KEY: app === 'mcp' ? deriveKey(made.secretKey, 'file-links').toString('base64') : undefined,
    ...(app === 'console' && { TOOLS_DATABASE_URL: made.addresses.tools }),
  };
}

/** Throws the EnvError that an app would end with, so that a bad value is named before anything starts. */
export function refuseWhatAppsRefuse(source: NodeJS.ProcessEnv, settings: Settings): void {
  const anywhere = 'postgres://localhost/countersign';
  const made = {
    secretKey: settings.secretKey ?? randomBytes(32).toString('base64'),
    addresses: { control: anywhere, tools: anywhere, jobs: anywhere },
  };
  for (const app of APPS) NEEDS[app].read(appEnv(app, source, settings, made));
}
