import { randomBytes } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';

/** A secret that is made once and kept in a file only its owner can read. */
export async function keptSecret(file: string): Promise<string> {
  await writeFile(file, randomBytes(32).toString('base64'), { flag: 'wx', mode: 0o600 }).catch(unlessItExists);
  return (await readFile(file, 'utf8')).trim();
}

function unlessItExists(error: unknown): void {
  if ((error as { code?: string }).code !== 'EEXIST') throw error;
}
