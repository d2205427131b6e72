import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

/** Where `npm test` has installed them; it says so when it could not, and then they cannot be tested. */
export const FOLDER = process.env['REAL_CLIENTS'];

const { dependencies } = JSON.parse(readFileSync(join(import.meta.dirname, 'package.json'), 'utf8')) as {
  dependencies: Record<string, string>;
};

/** The version of a package that the journeys were written with. */
export function pinned(name: string): string {
  const version = dependencies[name];
  if (version === undefined) throw new Error(`${name} is not among the dependencies of e2e/real-clients/package.json`);
  return version;
}

function folder(): string {
  if (FOLDER === undefined) throw new Error('REAL_CLIENTS is not set: run this by `npm test`');
  return FOLDER;
}

/** The path of a program by the name its maker gives it. */
export function programOf(name: string): string {
  return join(folder(), 'node_modules/.bin', name);
}

/** A library as its own program would import it. The caller says which of its exports it uses. */
export async function library<Exports>(name: string): Promise<Exports> {
  const { load } = (await import(/* @vite-ignore */ pathToFileURL(join(folder(), 'load.mjs')).href)) as {
    load: (name: string) => Promise<Exports>;
  };
  return load(name);
}
