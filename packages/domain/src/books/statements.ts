import { type AccountKey, type AccountType, CHART } from './chart.ts';
import type { SourceKind } from './entry.ts';

/** What the lines of one account from one kind of source came to. `before` the range asked about, or in it. */
export interface AccountSum {
  readonly account: AccountKey;
  readonly sourceKind: SourceKind;
  readonly before: boolean;
  readonly debitMinor: number;
  readonly creditMinor: number;
}

/** Which ledger rows a line of a statement is the sum of, and which side counts up. */
export interface Selection {
  readonly accounts: readonly AccountKey[];
  /** All kinds when absent. */
  readonly sources?: readonly SourceKind[];
  /** The range itself, everything before it, or both. */
  readonly span: 'in' | 'before' | 'until';
  readonly side: 'debit' | 'credit';
}

interface LeafDefinition extends Selection {
  readonly key: string;
  readonly name: string;
}

interface SectionDefinition {
  readonly key: string;
  readonly name: string;
  readonly leaves: readonly LeafDefinition[];
}

const accountsOf = (...types: AccountType[]) =>
  (Object.keys(CHART) as AccountKey[]).filter((key) => types.includes(CHART[key].type));

/** One leaf for each account of a type. */
const leavesOf = (statement: string, type: AccountType, rest: Pick<Selection, 'span' | 'side'>): LeafDefinition[] =>
  accountsOf(type).map((account) => ({
    key: `${statement}.${account}`,
    name: CHART[account].name,
    accounts: [account],
    ...rest,
  }));

const results = { accounts: accountsOf('income', 'cost'), side: 'credit' } as const;
const cash = { accounts: ['bank'], side: 'debit' } as const satisfies Pick<Selection, 'accounts' | 'side'>;

/** The statements, line by line. Keys stay what they are: callers keep them and drill by them. */
export const STATEMENTS = {
  incomeStatement: [
    { key: 'income', name: 'Income', leaves: leavesOf('income', 'income', { span: 'in', side: 'credit' }) },
    { key: 'costs', name: 'Costs', leaves: leavesOf('costs', 'cost', { span: 'in', side: 'debit' }) },
    {
      key: 'result',
      name: 'Result',
      leaves: [{ key: 'result.period', name: 'Income less costs', span: 'in', ...results }],
    },
  ],
  balanceSheet: [
    { key: 'assets', name: 'Assets', leaves: leavesOf('assets', 'asset', { span: 'until', side: 'debit' }) },
    {
      key: 'liabilities',
      name: 'Liabilities',
      leaves: leavesOf('liabilities', 'liability', { span: 'until', side: 'credit' }),
    },
    {
      key: 'equity',
      name: 'Equity',
      leaves: [
        ...leavesOf('equity', 'equity', { span: 'until', side: 'credit' }),
        { key: 'equity.earlier_result', name: 'Result before the range', span: 'before', ...results },
        { key: 'equity.result', name: 'Result of the range', span: 'in', ...results },
      ],
    },
  ],
  cashFlow: [
    {
      key: 'opening_cash',
      name: 'Cash at the start',
      leaves: [{ key: 'opening_cash.bank', name: CHART.bank.name, span: 'before', ...cash }],
    },
    {
      key: 'operating',
      name: 'Operating cash flow',
      leaves: [
        {
          key: 'operating.customers',
          name: 'From customers',
          sources: ['payment', 'payment_reversal', 'refund'],
          span: 'in',
          ...cash,
        },
        {
          key: 'operating.suppliers',
          name: 'To suppliers',
          sources: ['expense_payment', 'expense_payment_reversal'],
          span: 'in',
          ...cash,
        },
        {
          key: 'operating.other',
          name: 'Other',
          sources: ['invoice', 'credit_note', 'expense', 'bank', 'bank_reversal'],
          span: 'in',
          ...cash,
        },
      ],
    },
    {
      key: 'closing_cash',
      name: 'Cash at the end',
      leaves: [{ key: 'closing_cash.bank', name: CHART.bank.name, span: 'until', ...cash }],
    },
  ],
} as const satisfies Record<string, readonly SectionDefinition[]>;

export interface StatementLine {
  readonly key: string;
  readonly name: string;
  readonly amountMinor: number;
}
export interface StatementSection extends StatementLine {
  readonly lines: StatementLine[];
}

/** A statement from the sums of the ledger; each section is the sum of its lines. */
export function statementOf(definition: readonly SectionDefinition[], sums: readonly AccountSum[]): StatementSection[] {
  return definition.map(({ key, name, leaves }) => {
    const lines = leaves.map((leaf) => ({ key: leaf.key, name: leaf.name, amountMinor: amountOf(leaf, sums) }));
    return { key, name, amountMinor: lines.reduce((total, { amountMinor }) => total + amountMinor, 0), lines };
  });
}

/** What the selected sums come to, on the side that counts up. */
export function amountOf({ accounts, sources, span, side }: Selection, sums: readonly AccountSum[]): number {
  const selected = sums.filter(({ account, sourceKind, before }) => {
    const spanned = span === 'until' || (span === 'before') === before;
    return spanned && accounts.includes(account) && (sources?.includes(sourceKind) ?? true);
  });
  const up =
    side === 'debit'
      ? (sum: AccountSum) => sum.debitMinor - sum.creditMinor
      : (sum: AccountSum) => sum.creditMinor - sum.debitMinor;
  return selected.reduce((total, sum) => total + up(sum), 0);
}

const SECTIONS: readonly SectionDefinition[] = Object.values(STATEMENTS).flat();

/** Every key a line or section of the statements has. */
export const LINE_KEYS = SECTIONS.flatMap(({ key, leaves }) => [key, ...leaves.map((leaf) => leaf.key)]);

/** The name of a line, and the selections whose rows it is the sum of: several for a section. */
export function lineOf(key: string): { readonly name: string; readonly selections: readonly Selection[] } | undefined {
  for (const section of SECTIONS) {
    if (section.key === key) return { name: section.name, selections: section.leaves };
    const leaf = section.leaves.find((candidate) => candidate.key === key);
    if (leaf) return { name: leaf.name, selections: [leaf] };
  }
  return undefined;
}
