// `npm run serve -- auth`: one app in production, as a service manager starts it. Reads no .env: what it needs is in its environment.
import { APPS } from './start/apps.ts';

const app = APPS.find((name) => name === process.argv[2]);
if (app === undefined) {
  console.error(`Say which app: npm run serve -- ${APPS.join('|')}`);
  process.exit(1);
}
process.env.NODE_ENV ??= 'production';
await import(new URL(`../apps/${app}/src/main.ts`, import.meta.url).href);
