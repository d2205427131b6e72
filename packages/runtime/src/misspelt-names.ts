import { readFileSync } from 'node:fs';
import { distance as levenshtein } from 'fastest-levenshtein';
import { EnvError } from './env-error.ts';

const EXAMPLE = new URL('../../../.env.example', import.meta.url);
const SETTING = /^([A-Z][A-Z0-9_]+)=/gm;
/** Settings that are named after a provider; what stands between is the operator’s. */
const OF_PROVIDER = /^OIDC_[A-Z0-9_]+_(ISSUER|CLIENT_ID|CLIENT_SECRET|ALLOWED_DOMAINS|LABEL)$/;
/** Shorter names are near to many that are somebody else’s. */
const LENGTH_MIN = 6;

let listed: readonly string[] | undefined;

/** Every setting there is stands in `.env.example`, which travels with the code; without it only a process's own are known. */
function listedNames(): readonly string[] {
  if (listed === undefined) {
    try {
      listed = [...readFileSync(EXAMPLE, 'utf8').matchAll(SETTING)].map(([, name = '']) => name);
    } catch {
      listed = [];
    }
  }
  return listed;
}

/**
 * Throws an EnvError when the environment has a name that is nearly one of ours: whoever misspelt it believes that it is set. Names that are like none
 * of ours are somebody else's.
 */
export function refuseMisspeltNames(own: readonly string[], source: NodeJS.ProcessEnv): void {
  const known = new Set([...listedNames(), ...own]);
  for (const [name, value] of Object.entries(source)) {
    if (value === undefined || value === '' || known.has(name) || OF_PROVIDER.test(name)) continue;
    const meant = nearest(name, known);
    if (meant === undefined) continue;
    throw new EnvError(`${name}: is no setting. ${meant} is meant, perhaps: correct the name, or remove it`);
  }
}

function nearest(name: string, known: ReadonlySet<string>): string | undefined {
  if (/^OIDC_\w+_/.test(name))
    return 'One of OIDC_<NAME>_ISSUER, _CLIENT_ID, _CLIENT_SECRET, _ALLOWED_DOMAINS and _LABEL';
  const [found] = [...known]
    .filter((one) => one.length >= LENGTH_MIN)
    .map((one) => ({ one, distance: distanceOf(name, one) }))
    .filter(({ one, distance }) => distance <= (one.length < 10 ? 1 : 2))
    .toSorted((left, right) => left.distance - right.distance);
  return found?.one;
}

/** In letters changed, added, left out or swapped with their neighbour; small letters, hyphens and dots for underscores are none. */
function distanceOf(name: string, known: string): number {
  if (Math.abs(name.length - known.length) > 3) return Number.POSITIVE_INFINITY;
  const plain = name.toUpperCase().replaceAll(/[-.]/g, '_');
  const without = (text: string) => text.replaceAll('_', '');
  return Math.min(levenshtein(plain, known), levenshtein(without(plain), without(known)), ...swaps(plain, known));
}

/** A swap of neighbours is one mistake, and two changes to the library. */
function swaps(name: string, known: string): number[] {
  return Array.from({ length: Math.max(0, name.length - 1) }, (_, at) => {
    const swapped = name.slice(0, at) + name[at + 1] + name[at] + name.slice(at + 2);
    return 1 + levenshtein(swapped, known);
  });
}
