import { AppError, notFound } from '@countersign/contracts/errors';
import type { RequestContext, Tx } from '@countersign/contracts/request-context';
import type { Found, ReadableRecord } from '@countersign/contracts/searchable';
import { z } from 'zod';
import { billing } from '../billing/index.ts';
import { directory } from '../directory/index.ts';
import { documents } from '../documents/index.ts';
import { mayRead } from '../may-read.ts';
import { projects } from '../projects/index.ts';
import { tasks } from '../tasks/index.ts';

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
  const found: (Found & { readonly kind: string })[] = [];
  for (const { searchable } of kindsFor(reader)) {
    const { kind } = searchable;
    found.push(...(await searchable.find(tx, words, limit)).map((record) => ({ ...record, kind })));
  }
  return found.toSorted((one, other) => other.rank - one.rank || one.id.localeCompare(other.id)).slice(0, limit);
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
