import { once } from 'node:events';
import { createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { APPS, variable } from './apps.ts';
import { portOwner } from './port-owner.ts';
import type { Settings } from './settings.ts';
import { StartRefused } from './start-refused.ts';

/**
 * Throws StartRefused, naming the variable and whom to stop, when an app could not listen on its port. A port may take
 * `patienceMs` to become free.
 */
export async function refuseBusyPorts(
  { host, ports }: Pick<Settings, 'host' | 'ports'>,
  patienceMs = 0,
): Promise<void> {
  const deadline = Date.now() + patienceMs;
  for (const app of APPS) {
    let code = await cannotListen(host, ports[app]);
    while (code === 'EADDRINUSE' && Date.now() < deadline) {
      await sleep(100);
      code = await cannotListen(host, ports[app]);
    }
    if (code) throw new StartRefused(await refusal(code, variable(app, 'PORT'), ports[app], host));
  }
}

async function refusal(code: string, name: string, port: number, host: string): Promise<string> {
  if (code === 'EACCES') return `${name}: you may not listen on port ${port}. Set ${name} to one above 1023.`;
  if (code !== 'EADDRINUSE') {
    return `HOST: ${host} is not an address of this machine (${code}). Leave it unset, or set it to 0.0.0.0.`;
  }
  const owner = await portOwner(port);
  return `${name}: port ${port} is in use${owner ? ` by ${owner}` : ''}. Stop that program, or set ${name} to a free port.`;
}

/** The error code of listening there; undefined when it works. */
async function cannotListen(host: string, port: number): Promise<string | undefined> {
  const server = createServer();
  try {
    server.listen(port, host);
    await once(server, 'listening');
    server.close();
    await once(server, 'close');
    return undefined;
  } catch (error) {
    return (error as { code?: string }).code ?? String(error);
  }
}
