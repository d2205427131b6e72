import { freePort } from '@countersign/testing/free-port';
import { type AppProcess, type House, openHouse } from './house.ts';
import { type Nginx, type ProxiedApp, startNginx } from './nginx.ts';

/** Two replicas of each app behind nginx, which has the public addresses. */
export interface ReplicatedHouse extends House {
  readonly nginx: Nginx;
  readonly replicas: Record<ProxiedApp | 'worker', [AppProcess, AppProcess]>;
}

export async function openReplicatedHouse(settings: Record<string, string> = {}): Promise<ReplicatedHouse> {
  const ports = { auth: await freePort(), mcp: await freePort(), console: await freePort() };
  const front = Object.fromEntries(Object.entries(ports).map(([app, port]) => [app, `http://localhost:${port}`]));
  // The drain that the proxy samples are made for.
  const house = await openHouse(
    { DRAIN_SECONDS: '5', TRUST_PROXY: '127.0.0.1', LOG_LEVEL: 'warn', ...settings },
    front,
  );
  const pair = async (app: ProxiedApp | 'worker'): Promise<[AppProcess, AppProcess]> => [
    house.apps[app],
    await house.replica(app),
  ];
  const [auth, mcp, console, worker] = [
    await pair('auth'),
    await pair('mcp'),
    await pair('console'),
    await pair('worker'),
  ];
  const upstream = (port: number, [one, other]: [AppProcess, AppProcess]) => ({
    port,
    replicas: [Number(new URL(one.url).port), Number(new URL(other.url).port)] as const,
  });
  const nginx = await startNginx({
    auth: upstream(ports.auth, auth),
    mcp: upstream(ports.mcp, mcp),
    console: upstream(ports.console, console),
  });
  return {
    ...house,
    nginx,
    replicas: { auth, mcp, console, worker },
    close: async () => {
      await nginx.stop();
      await house.close();
    },
  };
}
