import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

/** A piece of network between two programs that a test can break. */
export interface TcpProxy {
  readonly port: number;
  /** The same address by way of this proxy. */
  readonly through: (url: string) => string;
  /** What is sent, and who connects, waits for ever. With `open`, only what is open now; new connections pass. */
  readonly freeze: (which?: 'all' | 'open') => void;
  /** Who connects is refused, and what was open ends. */
  readonly cut: () => void;
  /** The far side is gone and nobody says so: this side stays open, and what it sends is swallowed. New connections pass. */
  readonly halfClose: () => void;
  /** The network is as it was. What was frozen moves on; what was lost stays lost. */
  readonly heal: () => void;
  /** Connections that pass now. */
  readonly open: () => number;
  readonly close: () => Promise<void>;
}

interface Pair {
  readonly near: Socket;
  readonly far: Socket;
  passes: boolean;
}

export async function startTcpProxy(target: { readonly host: string; readonly port: number }): Promise<TcpProxy> {
  const pairs = new Set<Pair>();
  let state: 'passing' | 'frozen' | 'cut' = 'passing';

  const pass = (pair: Pair) => {
    if (pair.passes || pair.far.destroyed) return;
    pair.passes = true;
    pair.near.pipe(pair.far);
    pair.far.pipe(pair.near);
  };
  const hold = (pair: Pair) => {
    const { near, far } = pair;
    pair.passes = false;
    near.unpipe(far);
    far.unpipe(near);
    near.pause();
    far.pause();
  };
  const server = createServer({ allowHalfOpen: true }, (near) => {
    near.on('error', () => {});
    if (state === 'cut') return void near.resetAndDestroy();
    const far = connect({ ...target, allowHalfOpen: true });
    far.on('error', () => near.destroy());
    const pair = { near, far, passes: false };
    pairs.add(pair);
    near.on('close', () => {
      pairs.delete(pair);
      far.destroy();
    });
    if (state === 'passing') pass(pair);
    else hold(pair);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;

  return {
    port,
    through: (url) => {
      const address = new URL(url);
      address.hostname = '127.0.0.1';
      address.port = String(port);
      return address.href;
    },
    freeze: (which = 'all') => {
      for (const pair of pairs) hold(pair);
      if (which === 'all') state = 'frozen';
    },
    cut: () => {
      state = 'cut';
      for (const { near } of pairs) near.resetAndDestroy();
    },
    halfClose: () => {
      for (const pair of pairs) {
        hold(pair);
        pair.far.destroy();
        // Swallowed, and acknowledged by TCP: the sender has nothing to notice.
        pair.near.resume();
      }
    },
    heal: () => {
      state = 'passing';
      for (const pair of pairs) pass(pair);
    },
    open: () => pairs.size,
    close: async () => {
      for (const { near } of pairs) near.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}
