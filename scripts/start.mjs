import { runInstalled } from './installed.mjs';

await runInstalled('start.ts');
