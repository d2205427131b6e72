import { defineTool } from '@countersign/contracts/define-tool';
import { whoeverIsPermitted } from '@countersign/contracts/policy';
import { z } from 'zod';
import { connectionsWithHealth } from '../connection-health.ts';
import { DataConnection } from '../schemas.ts';

export const listDataConnections = defineTool({
  name: 'list_data_connections',
  title: 'List data connections',
  summary:
    'The services figures can come from, which of them are connected, how they stand and when they last brought something.',
  module: 'integrations',
  effect: 'read',
  input: z.strictObject({}),
  output: z.object({ items: z.array(DataConnection) }),
  examples: [{}],
})
  .allow(whoeverIsPermitted)
  .handle(async (_ctx, _input, tx) => ({ items: await connectionsWithHealth(tx) }));
