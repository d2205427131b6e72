import { defineCatalogue } from '@countersign/contracts/catalogue';
import { directory } from './directory/index.ts';
import { projects } from './projects/index.ts';
import { schedule } from './schedule/index.ts';
import { tasks } from './tasks/index.ts';

/** Every module of the product, in the order lists show them. */
export const catalogue = defineCatalogue([projects, tasks, schedule, directory]);
