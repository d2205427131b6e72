import { seedIfEmpty } from '@countersign/prisma/seed';
import { startTestCluster } from '@countersign/testing/test-cluster';
import type {} from '@countersign/testing/test-database';
import type { TestProject } from 'vitest/node';

/** Vitest global setup: the run's PostgreSQL, started by the first of the run's projects that asks for it. */
export default async function setup({ vitest }: TestProject): Promise<(() => Promise<void>) | undefined> {
  if ('testClusterUrl' in vitest.getRootProject().getProvidedContext()) return undefined;
  const cluster = await startTestCluster(seedIfEmpty);
  vitest.provide('testClusterUrl', cluster.url);
  return cluster.stop;
}
