import { defineCatalogue, filesOf, jobsOf } from '@countersign/contracts/catalogue';
import { account } from './account/index.ts';
import { analytics } from './analytics/index.ts';
import { billing } from './billing/index.ts';
import { books } from './books/index.ts';
import { directory } from './directory/index.ts';
import { documents } from './documents/index.ts';
import { integrations } from './integrations/index.ts';
import { messaging } from './messaging/index.ts';
import { projects } from './projects/index.ts';
import { schedule } from './schedule/index.ts';
import { signals } from './signals/index.ts';
import { tasks } from './tasks/index.ts';
import { time } from './time/index.ts';

export { readRecord } from './account/index.ts';

/** Every module of the product, in the order lists show them. */
const modules = [
  account,
  projects,
  tasks,
  schedule,
  time,
  directory,
  billing,
  documents,
  books,
  messaging,
  integrations,
  signals,
  analytics,
];

/** What the apps ask of a product is in this file, and nothing else. */
export const catalogue = defineCatalogue(modules);
export const jobs = jobsOf(modules);
export const files = filesOf(modules);
