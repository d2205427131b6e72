import { randomInt } from 'node:crypto';
import { createServer } from 'node:net';

/** Below those that systems give to outgoing connections, so that none takes the port before it is used. */
const [FIRST, END] = [10_000, 32_000];

const given = new Set<number>();

/**
 * A port of this machine that nobody listens on now, another one at each call. At random: tests of other processes that look for one at the
 * same time hardly meet.
 */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = randomInt(FIRST, END);
    if (given.has(port) || !(await isFree(port))) continue;
    given.add(port);
    return port;
  }
}

/** Asked at every address of the machine, as some servers listen there. */
function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer()
      .once('error', () => resolve(false))
      .listen(port, () => server.close(() => resolve(true)));
  });
}
