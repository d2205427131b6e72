import type { ProposalView } from '@countersign/contracts/console-inbox';
import { deedInWords } from '@countersign/contracts/oversight/deed-in-words';
import { moneyWords } from '../parts/money.ts';

/** The sentence of a proposal: what it does, as the database saw it when it was tried. */
export function proposalWords({ summary }: Pick<ProposalView, 'summary'>): string {
  return deedInWords(summary, moneyWords);
}

/** Who asks, through what. */
export function askerWords({ through, person }: Pick<ProposalView, 'through' | 'person'>): string {
  return person ? `${through} for ${person.name}` : `the API key ${through}`;
}

const STATES = {
  pending: 'Waits',
  executed: 'Signed and done',
  declined: 'Declined',
  withdrawn: 'Taken back',
  lapsed: 'Lapsed',
} as const;

export function stateWords({ state, decidedBy }: Pick<ProposalView, 'state' | 'decidedBy'>): string {
  return decidedBy ? `${STATES[state]} by ${decidedBy.name}` : STATES[state];
}
