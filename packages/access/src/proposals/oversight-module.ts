import { type Catalogue, defineCatalogue } from '@countersign/contracts/catalogue';
import type { Module } from '@countersign/contracts/define-tool';
import { getProposal } from './tools/get-proposal.ts';
import { listProposals } from './tools/list-proposals.ts';
import { withdrawProposal } from './tools/withdraw-proposal.ts';

/** What callers are told of their own changes that wait, whatever the product is. */
const oversight: Module = {
  name: 'oversight',
  title: 'Oversight',
  area: 'general',
  tools: [listProposals, getProposal, withdrawProposal],
};

/** A product's catalogue with the tools that every product has. */
export function withOversight(catalogue: Catalogue): Catalogue {
  return new Map([...catalogue, ...defineCatalogue([oversight])]);
}
