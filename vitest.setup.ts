import { seedIfEmpty } from '@countersign/prisma/seed';
import { startTestCluster } from '@countersign/testing/test-cluster';
import type {} from '@countersign/testing/test-database';
import type { TestProject } from 'vitest/node';

/** Vitest global setup: the run's PostgreSQL. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const cluster = await startTestCluster(seedIfEmpty);
  project.provide('testClusterUrl', cluster.url);
  return cluster.stop;
}
