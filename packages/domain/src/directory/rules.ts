import type { Customer } from './schemas.ts';

/** By what an upsert recognizes a customer, the surest first. */
export const MATCHES = ['businessId', 'email', 'name'] as const;
export type Match = (typeof MATCHES)[number];

type Known = Pick<Customer, 'id' | 'name' | 'businessId' | 'email' | 'archivedAt'>;

/**
 * Which of the stored customers the described one is: by business id, else e-mail, else exact name in any case. A customer
 * under another business id is another company, however alike. Several equally good ones are all returned: the caller must
 * ask which. Archived ones count only when nothing else matches as well.
 */
export function matchCustomer<T extends Known>(
  described: { readonly [By in Match]?: string | null | undefined },
  stored: readonly T[],
): { readonly matchedBy: Match; readonly customers: readonly T[] } | undefined {
  const possible = stored.filter(
    ({ businessId }) => !described.businessId || !businessId || businessId === described.businessId,
  );
  for (const matchedBy of MATCHES) {
    const wanted = described[matchedBy]?.toLowerCase();
    const alike = wanted ? possible.filter((customer) => customer[matchedBy]?.toLowerCase() === wanted) : [];
    const live = alike.filter(({ archivedAt }) => archivedAt === null);
    if (alike.length > 0) return { matchedBy, customers: live.length > 0 ? live : alike };
  }
  return undefined;
}
