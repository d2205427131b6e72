import { defineCatalogue } from '@countersign/contracts/catalogue';
import { account } from './account/index.ts';
import { billing } from './billing/index.ts';
import { directory } from './directory/index.ts';
import { messaging } from './messaging/index.ts';
import { projects } from './projects/index.ts';
import { schedule } from './schedule/index.ts';
import { tasks } from './tasks/index.ts';

/** Every module of the product, in the order lists show them. */
export const catalogue = defineCatalogue([account, projects, tasks, schedule, directory, billing, messaging]);
