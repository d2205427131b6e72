import { expect, it } from 'vitest';
import type { DeedChange } from './deed.ts';
import { deedInWords, summaryOf } from './deed-in-words.ts';

const change = (parts: Partial<DeedChange> & { kind: string; label?: string | null; id?: string }): DeedChange => ({
  record: { kind: parts.kind, id: parts.id ?? parts.kind, label: parts.label ?? null },
  part: null,
  happened: 'changed',
  fields: {},
  versionBefore: 1,
  versionAfter: 2,
  amount: null,
  counterpart: null,
  aside: false,
  ...parts,
});
const money = ({ minor, currency }: { minor: number; currency: string }) => `${currency} ${minor / 100}`;
const words = (effect: string, changes: DeedChange[], did?: string) =>
  deedInWords(summaryOf({ changes, actor: { effect } }, did), money);

it('says what was done to which record, for how much and whom', () => {
  const invoice = change({
    kind: 'invoice',
    label: '126',
    amount: { minor: 1_302_213, currency: 'EUR' },
    counterpart: { kind: 'customer', id: 'c', label: 'Strand Software ApS' },
  });
  const letter = change({ kind: 'letter', label: 'a@b.example', happened: 'created', aside: true });
  expect(words('send', [letter, invoice])).toBe('Sent invoice 126 (EUR 13022.13) to Strand Software ApS');
  expect(words('issue', [invoice])).toBe('Issued invoice 126 (EUR 13022.13) for Strand Software ApS');
});

it('speaks of what was made rather than of what changed with it', () => {
  const note = change({ kind: 'credit_note', label: '7', happened: 'created' });
  expect(words('issue', [change({ kind: 'invoice', label: '126' }), note])).toBe('Issued credit note 7');
});

it('counts where there are several, and takes the tool’s own word', () => {
  const tasks = ['a', 'b', 'c'].map((id) => change({ kind: 'time_entry', id }));
  expect(words('update', tasks)).toBe('Changed 3 time entries');
  expect(words('settle', [change({ kind: 'project', label: 'Garden' })], 'Archived')).toBe('Archived project Garden');
});

it('does not call a change of what was there a creation', () => {
  expect(words('create', [change({ kind: 'invoice', label: '126' })])).toBe('Changed invoice 126');
});
