import { defineTool } from '@countersign/contracts/define-tool';
import { pageInput, pageOutput } from '@countersign/contracts/pagination';
import { whoeverIsPermitted } from '@countersign/contracts/policy';
import { z } from 'zod';
import * as store from '../vehicle-store.ts';

export const listVehicles = defineTool({
  name: 'list_vehicles',
  title: 'List vehicles',
  summary: 'The vehicles of the pool and the days each is reserved. Use it before reserve_vehicle.',
  module: 'vehicles',
  effect: 'read',
  input: z.strictObject({
    words: z.string().trim().min(1).max(200).optional().describe('Words of the name, or their beginnings.'),
    ...pageInput,
  }),
  output: pageOutput(store.Vehicle),
  examples: [{}],
})
  .allow(whoeverIsPermitted)
  .handle(async (ctx, page, tx) => store.listVehicles(ctx, tx, page));
