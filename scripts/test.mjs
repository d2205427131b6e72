import { runInstalled } from './installed.mjs';

await runInstalled('test.ts', process.argv.slice(2));
