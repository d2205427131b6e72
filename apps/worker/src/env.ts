import { port, readAppEnv, secretKey } from '@countersign/runtime/env';

/** This process's settings. Throws an EnvError naming the first bad one. */
export function readSettings(source?: NodeJS.ProcessEnv) {
  return readAppEnv(
    { WORKER_PORT: port(4003), SECRET_KEY: secretKey, SECRET_KEY_PREVIOUS: secretKey.optional() },
    source,
  );
}

export type Settings = ReturnType<typeof readSettings>;
