import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { LetterView } from '@countersign/contracts/console-dev-mail';
import PostalMime from 'postal-mime';

const LETTERS_MAX = 50;

/** The newest letters that the worker left here (RFC 5322), the latest first; none while there is no folder. */
export async function lettersIn(folder: string): Promise<LetterView[]> {
  const names = await readdir(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return [];
    throw error;
  });
  // A name begins with the time, and what is not finished ends otherwise.
  const newest = names
    .filter((name) => name.endsWith('.eml'))
    .sort()
    .slice(-LETTERS_MAX)
    .toReversed();
  return Promise.all(newest.map((name) => letterOf(folder, name)));
}

async function letterOf(folder: string, name: string): Promise<LetterView> {
  const {
    to = [],
    subject = '',
    date,
    text = '',
    attachments,
  } = await PostalMime.parse(await readFile(join(folder, name)));
  return {
    id: name,
    to: to.map(({ address }) => address ?? '').join(', '),
    subject,
    at: date ?? null,
    text,
    attachments: attachments.map(({ filename }) => filename ?? 'without a name'),
  };
}
