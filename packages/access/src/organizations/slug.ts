import type { Queries } from '@countersign/db/connections/named-statements';

const SLUG_LENGTH_MAX = 63;
/** Leaves room for a number behind it. */
const BASE_LENGTH_MAX = 56;

/** A name as it can stand in an address: `Ärzte & Söhne` becomes `arzte-sohne`. Never empty. */
export function slugOf(name: string): string {
  const plain = name
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, BASE_LENGTH_MAX)
    .replace(/^-+|-+$/g, '');
  return plain === '' ? 'organization' : plain;
}

/** The first of `base`, `base-2`, `base-3`, … that no organization has. Another sign-up may take it before the caller does. */
export async function freeSlug(db: Queries, base: string): Promise<string> {
  const rows = await db
    .selectFrom('organization')
    .select('slug')
    .where((where) => where.or([where('slug', '=', base), where('slug', 'like', `${base}-%`)]))
    .execute();
  const taken = new Set(rows.map((row) => row.slug));
  if (!taken.has(base)) return base;
  let number = 2;
  while (taken.has(`${base}-${number}`)) number += 1;
  return `${base}-${number}`.slice(0, SLUG_LENGTH_MAX);
}
