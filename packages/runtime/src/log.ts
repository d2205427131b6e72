import { type DestinationStream, type Logger, type LoggerOptions, pino } from 'pino';

export type { Logger } from 'pino';

/** Where a credential could ride in a logged object. A test greps the logs for every secret handed out. */
const SECRET_PATHS = [
  'req.headers.authorization',
  'req.headers.cookie',
  '*.password',
  '*.client_secret',
  '*.refresh_token',
  '*.access_token',
  '*.code',
  '*.code_verifier',
];

/** An error's code, such as `23505` or `ECONNREFUSED`, is what an operator looks for; an authorization code is longer and of mixed case. */
const ERROR_CODE = /^[A-Z0-9_]{1,40}$/;

/** No id or slug is as long: such a part of an address is a signed link, whose holder may open it. */
const SIGNED_PART = /[^/]{65,}/g;

function shownPath(url = ''): string {
  return (url.split('?')[0] ?? '').replaceAll(SIGNED_PART, '[redacted]');
}

function censor(value: unknown, path: readonly string[]): unknown {
  return path.at(-1) === 'code' && typeof value === 'string' && ERROR_CODE.test(value) ? value : '[redacted]';
}

/**
 * A process's logger: JSON lines on stdout, or to `destination`. Address queries and signed parts are cut from logged URLs, because they can hold codes and open files.
 */
export function createLog(app: string, level = 'info', destination?: DestinationStream): Logger {
  const options: LoggerOptions = {
    level,
    base: { app },
    redact: { paths: SECRET_PATHS, censor },
    serializers: {
      req: (req: { id?: unknown; method?: string; url?: string; ip?: string }) => ({
        id: req.id,
        method: req.method,
        path: shownPath(req.url),
        address: req.ip,
      }),
      res: (res: { statusCode?: number }) => ({ status: res.statusCode }),
      err: pino.stdSerializers.err,
    },
  };
  return destination ? pino(options, destination) : pino(options);
}
