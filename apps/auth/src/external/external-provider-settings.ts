import { EnvError, readEnv } from '@countersign/runtime/env';
import { z } from 'zod';

/** Another OpenID provider that people of some e-mail domains may sign in with, as an operator configured it. */
export interface ExternalProviderSettings {
  /** In paths and in the log. */
  readonly name: string;
  /** On the button. */
  readonly label: string;
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret: string;
  /** Lower case. Never empty: whom a provider may vouch for is always said. */
  readonly allowedDomains: readonly string[];
}

const NAME = /^[a-z][a-z0-9]{0,19}$/;
const DOMAIN = /^(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z0-9-]{2,}$/;
const LOOPBACK = new Set(['localhost', '127.0.0.1', '[::1]']);

const list = (value: string) => value.split(',').flatMap((part) => part.trim().toLowerCase() || []);

const names = z
  .string()
  .default('')
  .transform(list)
  .refine((all) => all.every((name) => NAME.test(name)) && new Set(all).size === all.length, {
    error: 'must be different names of lower-case letters and digits separated by commas, such as google,microsoft',
  });

/**
 * Reads `OIDC_PROVIDERS`, a list of names, and for each `OIDC_<NAME>_ISSUER`, `_CLIENT_ID`, `_CLIENT_SECRET`, `_ALLOWED_DOMAINS` and
 * perhaps `_LABEL`. Throws an EnvError that names the first bad variable. Asks no provider anything: one that is down at boot must not
 * keep people from signing in with their passwords.
 */
export function readExternalProviders(source?: NodeJS.ProcessEnv): readonly ExternalProviderSettings[] {
  const { OIDC_PROVIDERS } = readEnv({ OIDC_PROVIDERS: names }, source);
  return OIDC_PROVIDERS.map((name) => readProvider(name, source));
}

function readProvider(name: string, source?: NodeJS.ProcessEnv): ExternalProviderSettings {
  const prefix = `OIDC_${name.toUpperCase()}`;
  const needed = (what: string) => z.string({ error: `is not set. ${what}` });
  const env: Record<string, unknown> = readEnv(
    {
      [`${prefix}_ISSUER`]: needed('Give the provider’s issuer, such as https://accounts.google.com').refine(isIssuer, {
        error: 'must be the provider’s issuer: an https address without a query, such as https://accounts.google.com',
      }),
      [`${prefix}_CLIENT_ID`]: needed('The provider names it when you register this server there'),
      [`${prefix}_CLIENT_SECRET`]: needed('The provider names it when you register this server there'),
      [`${prefix}_ALLOWED_DOMAINS`]: needed(
        'Name the e-mail domains whose people may sign in with it, such as example.com,example.org',
      )
        .transform(list)
        .refine((domains) => domains.length > 0 && domains.every((domain) => DOMAIN.test(domain)), {
          error: 'must be e-mail domains separated by commas, such as example.com,example.org',
        }),
      [`${prefix}_LABEL`]: z.string().max(40, 'must be at most 40 characters').optional(),
    },
    source,
  );
  const text = (key: string) => {
    const value = env[`${prefix}_${key}`];
    if (typeof value !== 'string') throw new EnvError(`${prefix}_${key}: is not set`);
    return value;
  };
  return {
    name,
    label: (env[`${prefix}_LABEL`] as string | undefined) ?? name.charAt(0).toUpperCase() + name.slice(1),
    issuer: text('ISSUER'),
    clientId: text('CLIENT_ID'),
    clientSecret: text('CLIENT_SECRET'),
    allowedDomains: env[`${prefix}_ALLOWED_DOMAINS`] as string[],
  };
}

function isIssuer(value: string): boolean {
  const url = URL.parse(value);
  if (!url || url.search || url.hash || url.username || url.password) return false;
  return url.protocol === 'https:' || (url.protocol === 'http:' && LOOPBACK.has(url.hostname));
}
