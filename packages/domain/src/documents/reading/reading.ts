import type { Failure } from '../schemas.ts';

/** What was found in a file, or why nothing was. */
export type Reading = { readonly text: string; readonly pageCount: number | null } | { readonly failure: Failure };
