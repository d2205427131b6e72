import { z } from 'zod';
import { refuseContradictions } from './contradictions.ts';
import { EnvError } from './env-error.ts';
import { refuseMisspeltNames } from './misspelt-names.ts';

export { EnvError };

/**
 * Reads a process's settings once, at boot. Throws an EnvError that names the first bad variable, or a name that
 * is nearly one of ours, and says what to set.
 * An empty string counts as unset, as shells and compose files write it.
 */
export function readEnv<S extends z.ZodRawShape>(shape: S, source: NodeJS.ProcessEnv = process.env) {
  refuseMisspeltNames(Object.keys(shape), source);
  const given = Object.fromEntries(Object.entries(source).filter(([, value]) => value !== ''));
  const parsed = z.object(shape).safeParse(given);
  if (parsed.success) {
    refuseContradictions(parsed.data);
    return Object.freeze(parsed.data);
  }
  const issue = parsed.error.issues[0];
  throw new EnvError(`${issue?.path.join('.')}: ${issue?.message}`);
}

export const port = (fallback: number) =>
  z.coerce
    .number({ error: 'must be a port number between 1 and 65535' })
    .int('must be a port number between 1 and 65535')
    .min(1, 'must be a port number between 1 and 65535')
    .max(65535, 'must be a port number between 1 and 65535')
    .default(fallback);

const LOOPBACK = new Set(['localhost', '127.0.0.1', '[::1]']);

/** A public base address: https, or http on this machine; origin only, so that discovery documents need no path rules. */
export const publicUrl = z
  .string({ error: 'is not set. Give the address people reach this app under, such as https://mcp.example.com' })
  .transform((value, ctx) => {
    const url = URL.parse(value);
    const problem = !url
      ? 'is not a URL. Give an address such as https://mcp.example.com'
      : url.protocol !== 'https:' && !(url.protocol === 'http:' && LOOPBACK.has(url.hostname))
        ? 'must be https, unless the host is localhost'
        : url.username || url.password || url.search || url.hash || url.pathname !== '/'
          ? 'must be an origin only, such as https://mcp.example.com, without a path, query or user'
          : undefined;
    if (!url || problem) {
      ctx.addIssue({ code: 'custom', message: problem ?? 'is not a URL' });
      return z.NEVER;
    }
    return url.origin;
  });

/** Whether it is an address with one of these schemes that says where the server is. */
function isAddress(value: string, scheme: RegExp): boolean {
  const url = URL.parse(value);
  return url !== null && scheme.test(url.protocol) && url.hostname !== '';
}

export const databaseUrl = z
  .string({ error: 'is not set. Give a PostgreSQL address such as postgres://user:password@host:5432/countersign' })
  .refine((value) => isAddress(value, /^postgres(ql)?:$/), {
    error: 'is not a PostgreSQL address. Give one such as postgres://user:password@host:5432/countersign',
  });

/** Counts limits for many processes together; without it each process counts alone. */
export const redisUrl = z
  .string()
  .refine((value) => isAddress(value, /^rediss?:$/), {
    error:
      'is not a Redis address. Give one such as redis://:password@host:6379, or leave it unset for a single process',
  })
  .optional();

const BASE64 = /^[A-Za-z0-9+/_-]+={0,2}$/;
/** Of 32 random bytes hardly ever two in five are the same; a repeated pattern or a text has far fewer different ones. */
const DIFFERENT_BYTES_MIN = 20;

/** At least 256 bits in base64, so that a typed password cannot pass for a key. */
const key = (cure: string) =>
  z.string({ error: `is not set. Make one with: ${cure}` }).refine(
    (value) => {
      const bytes = Buffer.from(value, 'base64');
      return BASE64.test(value) && bytes.length >= 32 && new Set(bytes).size >= DIFFERENT_BYTES_MIN;
    },
    { error: `is too weak: it must be at least 32 random bytes in base64. Make one with: ${cure}` },
  );

export const secretKey = key('openssl rand -base64 32');

/** Where mail is handed over: SMTP, with STARTTLS where the server offers it, or SMTP over TLS. */
export const smtpUrl = z.string().refine((value) => isAddress(value, /^smtps?:$/), {
  error: 'is not a mail server’s address. Give one such as smtp://user:password@mail.example.com:587, or smtps://',
});

/** Who mail is from: an address, alone or as `Name <address>`. */
export const mailFrom = z
  .string()
  .regex(/^([^<>"\p{Cc}]{1,100} <[^\s<>@,;"]+@[^\s<>@,;"]+>|[^\s<>@,;"]+@[^\s<>@,;"]+)$/u, {
    error: 'is not an address. Give one such as no-reply@example.com, or Countersign <no-reply@example.com>',
  });

/** A mail server without a sender would be noticed at the first mail only. */
export function refuseMailWithoutSender(env: {
  readonly SMTP_URL?: string | undefined;
  readonly MAIL_FROM?: string | undefined;
}): void {
  if (env.SMTP_URL === undefined || env.MAIL_FROM !== undefined) return;
  throw new EnvError(
    'MAIL_FROM: is not set, and SMTP_URL is. Give the address mail is from, such as Countersign <no-reply@example.com>',
  );
}

/** Whether an app that listens on this address (HOST) is reached from this machine alone. */
export function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '127.0.0.1' || host === '::1';
}
