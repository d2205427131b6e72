import { defineTool } from '@countersign/contracts/define-tool';
import { decodeCursor, pageInput, pageOutput, toPage } from '@countersign/contracts/pagination';
import { whoeverIsPermitted } from '@countersign/contracts/policy';
import { fixedId } from '@countersign/runtime/ids';
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
  input: z.strictObject({ ...pageInput }),
  output: pageOutput(DataConnection),
  examples: [{}],
})
  .allow(whoeverIsPermitted)
  .handle(async (_ctx, { limit, cursor }, tx) => {
    const [after] = decodeCursor(cursor, 2) ?? [];
    const connections = await connectionsWithHealth(tx);
    const rest = connections.slice(connections.findIndex(({ kind }) => kind === after) + 1);
    return toPage(rest, limit, ({ kind }) => [kind, fixedId('data_connection', kind)]);
  });
