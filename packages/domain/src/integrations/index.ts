import type { Module } from '@countersign/contracts/define-tool';
import { importStatement } from './jobs/import-statement.ts';
import { listDataConnections } from './tools/list-data-connections.ts';
import { listImports } from './tools/list-imports.ts';
import { listMovements } from './tools/list-movements.ts';
import { reconcileMovement } from './tools/reconcile-movement.ts';
import { requestServiceConnection } from './tools/request-service-connection.ts';
import { triggerConnectionSync } from './tools/trigger-connection-sync.ts';

export { importInNeedOfAttention } from './connection-health.ts';

/** Where figures come from. It reads bank statements and records payments, so it stands behind the guard of the books. */
export const integrations: Module = {
  name: 'integrations',
  title: 'Integrations',
  area: 'finance',
  tools: [
    listDataConnections,
    listImports,
    triggerConnectionSync,
    listMovements,
    reconcileMovement,
    requestServiceConnection,
  ],
  jobs: [importStatement],
};
