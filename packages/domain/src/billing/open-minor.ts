import { sql } from 'kysely';

/** `openMinorOf` of the rules, for issued invoices, where a query has to choose or sum. */
export const OPEN_MINOR = sql<number>`(invoice.total_minor - invoice.paid_minor - invoice.credited_minor)`;
