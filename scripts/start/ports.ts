import { once } from 'node:events';
import { createServer } from 'node:net';
import { portOwner } from './port-owner.ts';
import { APPS, type Settings, variable } from './settings.ts';
import { StartRefused } from './start-refused.ts';

/** Throws StartRefused, naming the variable and whom to stop, when an app could not listen on its port. */
export async function refuseBusyPorts({ host, ports }: Pick<Settings, 'host' | 'ports'>): Promise<void> {
  for (const app of APPS) {
    const code = await cannotListen(host, ports[app]);
    if (!code) continue;
    const name = variable(app, 'PORT');
    if (code === 'EACCES') {
      throw new StartRefused(`${name}: you may not listen on port ${ports[app]}. Set ${name} to one above 1023.`);
    }
    if (code !== 'EADDRINUSE') throw new StartRefused(`HOST: ${host} is not an address of this machine (${code}).`);
    const owner = await portOwner(ports[app]);
    throw new StartRefused(
      `${name}: port ${ports[app]} is in use${owner ? ` by ${owner}` : ''}. Stop that program, or set ${name} to a free port.`,
    );
  }
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
