import { cpus } from 'node:os';
import { startBenchCluster } from './bench-database.ts';
import { manyConnections } from './parts/many-connections.ts';
import { processes } from './parts/processes.ts';
import { staleSuccesses } from './parts/stale-successes.ts';
import { tokenEndpoint } from './parts/token-endpoint.ts';
import { toolCalls } from './parts/tool-calls.ts';

// `npm run bench`, or some of its parts: `npm run bench -- token size`. Prints Markdown for docs/measurements.md. Variants take turns
// in one run: read the ratios, since the absolute figures belong to the machine, which the load and PostgreSQL share.

const PARTS = {
  calls: ['What a tool call costs', toolCalls],
  token: ['What a renewal costs', tokenEndpoint],
  switch: ['What a switch and a revocation cost', staleSuccesses],
  processes: ['What a process takes', processes],
  size: ['What many connections cost', manyConnections],
} as const;

const asked = process.argv.slice(2);
const unknown = asked.filter((name) => !(name in PARTS));
if (unknown.length > 0) {
  console.error(`There is no part ${unknown.join(', ')}. There are ${Object.keys(PARTS).join(', ')}.`);
  process.exit(1);
}

const cluster = await startBenchCluster();
try {
  console.log(
    `${new Date().toISOString().slice(0, 10)}, Node ${process.version}, ${cpus().length} cores: ${cpus()[0]?.model}.`,
  );
  for (const [name, [title, measure]] of Object.entries(PARTS)) {
    if (asked.length > 0 && !asked.includes(name)) continue;
    const table = await measure(cluster);
    console.log(`\n## ${title}: \`npm run bench -- ${name}\`\n\n${table}`);
  }
} finally {
  await cluster.stop();
}
