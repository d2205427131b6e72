import { EnvError } from './env-error.ts';

const URLS = ['AUTH_URL', 'MCP_URL', 'CONSOLE_URL'] as const;

type Settings = Readonly<Record<string, unknown>>;

/** Throws an EnvError when settings that are each fine do not go together. Settings that the process does not read are not judged. */
export function refuseContradictions(env: Settings): void {
  const given = URLS.filter((name) => typeof env[name] === 'string');
  refuseMixedSchemes(env, given);
  for (const [index, name] of given.entries()) {
    const same = given.slice(0, index).find((other) => env[other] === env[name]);
    if (same) throw new EnvError(`${name}: is the same as ${same}. Give each app an origin of its own`);
  }
  if (env['SECRET_KEY'] !== undefined && env['SECRET_KEY'] === env['SECRET_KEY_PREVIOUS']) {
    throw new EnvError('SECRET_KEY_PREVIOUS: is the same as SECRET_KEY. Set it to the key before, or leave it unset');
  }
}

/** Cookies, redirects and discovery documents join the addresses: public over https, or all of them on this machine. */
function refuseMixedSchemes(env: Settings, given: readonly (typeof URLS)[number][]): void {
  const secure = given.find((name) => String(env[name]).startsWith('https:'));
  const plain = given.find((name) => String(env[name]).startsWith('http:'));
  const unset = URLS.find((name) => env[name] === undefined);
  if (env['NODE_ENV'] === 'production' && plain) {
    throw new EnvError(`${plain}: must be https where NODE_ENV is production. Give the public address`);
  }
  if (env['NODE_ENV'] === 'production' && unset) {
    throw new EnvError(`${unset}: is not set, and NODE_ENV is production. Give the public address`);
  }
  if (!secure) return;
  const missing = plain ?? unset;
  if (missing) {
    throw new EnvError(`${missing}: must be https as ${secure} is, or clients could not get from one to the other`);
  }
}
