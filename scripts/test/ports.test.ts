import { once } from 'node:events';
import { createServer, type Server } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { refuseBusyPorts } from '../start/ports.ts';

describe('the check of the ports', () => {
  let taken: Server;
  let port: number;

  beforeEach(async () => {
    taken = createServer().listen(0, '127.0.0.1');
    await once(taken, 'listening');
    ({ port } = taken.address() as { port: number });
  });
  afterEach(() => void taken.close());

  const check = (patienceMs?: number) =>
    // Port 0 is whichever is free.
    refuseBusyPorts({ host: '127.0.0.1', ports: { auth: 0, mcp: port, console: 0, worker: 0 } }, patienceMs);

  it('names the variable, the program that listens there, and the cure', async () => {
    await expect(check()).rejects.toThrow(
      new RegExp(`^MCP_PORT: port ${port} is in use.*\\. Stop that program, or set MCP_PORT to a free port\\.$`),
    );
  });

  it.runIf(process.platform === 'linux')('knows which process that is', async () => {
    await expect(check()).rejects.toThrow(`(process ${process.pid})`);
  });

  it('waits for a port that is being given up', async () => {
    const waiting = check(30_000);
    taken.close();
    await expect(waiting).resolves.toBeUndefined();
  });

  it('says so when the address is not this machine', async () => {
    await expect(
      refuseBusyPorts({ host: '192.0.2.1', ports: { auth: 0, mcp: 0, console: 0, worker: 0 } }),
    ).rejects.toThrow('HOST: 192.0.2.1 is not an address of this machine');
  });
});
