import { sql } from 'kysely';

/** `openMinorOf` of the rules, for issued invoices, where a query has to choose or sum. */
export const OPEN_MINOR = sql<number>`(invoice.total_minor - invoice.paid_minor - invoice.credited_minor + invoice.refundable_minor)`;

/** `toRefundMinorOf` of the rules, for issued invoices. */
export const TO_REFUND_MINOR = sql<number>`(invoice.refundable_minor - invoice.refunded_minor)`;
