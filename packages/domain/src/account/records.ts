import { AppError, notFound } from '@countersign/contracts/errors';
import type { RequestContext, Tx } from '@countersign/contracts/request-context';
import type { ReadableRecord } from '@countersign/contracts/searchable';
import { z } from 'zod';
import { billing } from '../billing/index.ts';
import { directory } from '../directory/index.ts';
import { documents } from '../documents/index.ts';
import { mayRead } from '../may-read.ts';
import { projects } from '../projects/index.ts';
import { tasks } from '../tasks/index.ts';
import { recordsWith } from './search-store.ts';

/** Every kind of record that is found by its words, with the module it belongs to. */
const KINDS = [projects, tasks, directory, billing, documents].flatMap((module) =>
  (module.searchables ?? []).map((searchable) => ({ module, searchable })),
);

type Reader = Pick<RequestContext, 'authority'>;

function kindsFor(reader: Reader) {
  return KINDS.filter(({ module }) => mayRead(reader, module.name, module.area));
}

/** The records with these words that this caller may read, the best first. */
export async function findRecords(reader: Reader, tx: Tx, words: string, limit: number) {
  const kinds = kindsFor(reader).map(({ searchable }) => searchable);
  const found = await recordsWith(
    tx,
    kinds.map(({ kind }) => kind),
    words,
    limit,
  );
  const titles = new Map<string, string>();
  for (const { kind, titles: titlesOf } of kinds) {
    const ids = found.filter((record) => record.kind === kind).map(({ id }) => id);
    if (ids.length === 0) continue;
    for (const { id, title } of await titlesOf(tx, ids)) titles.set(`${kind}:${id}`, title);
  }
  return found.flatMap(({ kind, id }) => {
    const title = titles.get(`${kind}:${id}`);
    return title === undefined ? [] : [{ kind, id, title }];
  });
}

/**
 * One record of any kind. A kind that is not, an id that is none, a record this caller cannot see and one of a module it may not read are the
 * same `not_found`.
 */
export async function readRecord(reader: Reader, tx: Tx, kind: string, id: string): Promise<ReadableRecord> {
  const found = kindsFor(reader).find(({ searchable }) => searchable.kind === kind);
  if (!found || !z.uuid().safeParse(id).success) throw notFound('record');
  try {
    return await found.searchable.read(tx, id);
  } catch (error) {
    throw error instanceof AppError && error.code === 'not_found' ? notFound('record') : error;
  }
}
