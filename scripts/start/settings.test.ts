import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { refuseWhatAppsRefuse } from './app-env.ts';
import { readSettings } from './settings.ts';

const SECRET_KEY = randomBytes(32).toString('base64');

const PUBLIC = {
  AUTH_URL: 'https://auth.example.com',
  MCP_URL: 'https://mcp.example.com',
  CONSOLE_URL: 'https://console.example.com',
};

describe('the settings of npm start', () => {
  it('show the mail of everybody in the console only where no other machine reaches it', () => {
    expect(readSettings({}).showsMail).toBe(true);
    expect(readSettings({ HOST: '0.0.0.0' }).showsMail).toBe(false);
    expect(readSettings({ ...PUBLIC, SECRET_KEY }).showsMail).toBe(false);
  });

  it('need nothing to be set', () => {
    expect(readSettings({})).toMatchObject({
      ports: { auth: 4000, mcp: 4001, console: 4002, worker: 4003 },
      urls: { auth: 'http://localhost:4000', mcp: 'http://localhost:4001', console: 'http://localhost:4002' },
      isPublic: false,
      databaseUrl: undefined,
      secretKey: undefined,
    });
  });

  it('take public addresses together with a secret key', () => {
    expect(readSettings({ ...PUBLIC, SECRET_KEY }).isPublic).toBe(true);
  });

  it.each([
    [{ AUTH_PORT: 'http' }, 'AUTH_PORT: must be a port number between 1 and 65535'],
    [{ MCP_PORT: '70000' }, 'MCP_PORT: must be a port number between 1 and 65535'],
    [{ WORKER_PORT: '4002' }, 'WORKER_PORT: 4002 is also CONSOLE_PORT. Give each app a port of its own.'],
    [{ CONSOLE_PORT: '4001' }, 'CONSOLE_PORT: 4001 is also MCP_PORT. Give each app a port of its own.'],
    [{ AUTH_URL: 'http://auth.example.com' }, 'AUTH_URL: must be https, unless the host is localhost'],
    [{ DATABASE_URL: 'mysql://db/x' }, 'DATABASE_URL: is not a PostgreSQL address. Give one such as '],
    [
      { SECRET_KEY: 'hunter2' },
      'SECRET_KEY: is too weak: it must be at least 32 random bytes in base64. Make one with: ',
    ],
    [PUBLIC, 'SECRET_KEY: is not set, and AUTH_URL is a public address. Make a key with: '],
    [
      { AUTH_URL: 'https://auth.example.com', SECRET_KEY },
      'MCP_URL: must be https as AUTH_URL is, or clients could not get from one to the other',
    ],
    [{ SMTP_URL: 'mail.example.com' }, 'SMTP_URL: is not a mail server’s address. Give one such as '],
    [{ SMTP_URL: 'smtp://mail.example.com' }, 'MAIL_FROM: is not set, and SMTP_URL is. Give '],
    [
      { SMTP_URL: 'smtps://mail.example.com', MAIL_FROM: 'a@b.example\r\nBcc: all@b.example' },
      'MAIL_FROM: is not an address. Give one such as ',
    ],
    [{ LOG_LEVEL: 'loud' }, 'LOG_LEVEL: must be one of '],
    [{ AUDIT_TOOL_CALLS: 'no' }, 'AUDIT_TOOL_CALLS: must be on or off'],
    [{ CLIENT_METADATA_DOCUMENTS: 'no' }, 'CLIENT_METADATA_DOCUMENTS: must be on or off'],
    [{ RATE_LIMIT_CREDENTIAL: 'many' }, 'RATE_LIMIT_CREDENTIAL: must be a number of calls in a minute'],
    [{ RATE_LIMIT_PERSON: '-1' }, 'RATE_LIMIT_PERSON: must be a number of calls in a minute'],
    [{ RATE_LIMIT_ORGANIZATION: '1.5' }, 'RATE_LIMIT_ORGANIZATION: must be a number of calls in a minute'],
    [{ MCP_ALLOWED_ORIGINS: 'app.example.com' }, 'MCP_ALLOWED_ORIGINS: must be origins separated by commas'],
    [{ JOB_RETRIES: '100' }, 'JOB_RETRIES: must be a number from 0 to 20'],
    [{ REDIS_URL: 'redis://' }, 'REDIS_URL: is not a Redis address. Give one such as '],
    [{ OIDC_PROVIDERS: 'Google!' }, 'OIDC_PROVIDERS: must be different names of lower-case letters and digits'],
    [{ OIDC_PROVIDERS: 'google' }, 'OIDC_GOOGLE_ISSUER: is not set. Give the provider’s issuer'],
    [
      { SECRET_KEY, SECRET_KEY_PREVIOUS: SECRET_KEY },
      'SECRET_KEY_PREVIOUS: is the same as SECRET_KEY. Set it to the key before',
    ],
  ])('refuse %j in one line that names the variable and the cure', (source, message) => {
    expect(() => refuseWhatAppsRefuse(source, readSettings(source))).toThrow(message);
  });
});
