import { type Logger, pino } from 'pino';

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

/** A process's logger: JSON lines on stdout. Address queries are cut from logged URLs, because they can hold codes. */
export function createLog(app: string, level = 'info'): Logger {
  return pino({
    level,
    base: { app },
    redact: { paths: SECRET_PATHS, censor: '[redacted]' },
    serializers: {
      req: (req: { id?: unknown; method?: string; url?: string; ip?: string }) => ({
        id: req.id,
        method: req.method,
        path: req.url?.split('?')[0],
        address: req.ip,
      }),
      res: (res: { statusCode?: number }) => ({ status: res.statusCode }),
      err: pino.stdSerializers.err,
    },
  });
}
