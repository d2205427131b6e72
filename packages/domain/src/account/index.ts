import type { Module } from '@countersign/contracts/define-tool';
import { weeklyReview } from './prompts/weekly-review.ts';
import { companyProfileResource } from './resources/company-profile.ts';
import { fetchRecord } from './tools/fetch.ts';
import { getCompanyProfile } from './tools/get-company-profile.ts';
import { getOverview } from './tools/get-overview.ts';
import { search } from './tools/search.ts';
import { whoami } from './tools/whoami.ts';

export { readRecord } from './records.ts';

/** Who is connected, to which organization, and how things stand there. */
export const account: Module = {
  name: 'account',
  title: 'Account',
  area: 'general',
  tools: [whoami, getCompanyProfile, getOverview, search, fetchRecord],
  prompts: [weeklyReview],
  resources: [companyProfileResource],
};
