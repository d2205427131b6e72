/** Services an organization’s figures can come from. Only what has an adapter syncs; the others can be asked for. */
export const CONNECTION_KINDS = {
  bank_statement_files: { title: 'Bank statement files', adapter: 'statements' },
  bank_account: { title: 'Bank account', adapter: null },
  card_payments: { title: 'Card payments', adapter: null },
  e_invoicing: { title: 'E-invoicing network', adapter: null },
  shop: { title: 'Web shop', adapter: null },
} as const satisfies Record<string, { title: string; adapter: string | null }>;

export type ConnectionKind = keyof typeof CONNECTION_KINDS;
export const KINDS = Object.keys(CONNECTION_KINDS) as [ConnectionKind, ...ConnectionKind[]];
export const REQUESTABLE_KINDS = KINDS.filter((kind) => CONNECTION_KINDS[kind].adapter === null) as [
  ConnectionKind,
  ...ConnectionKind[],
];
