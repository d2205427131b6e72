import type { ClientGuide } from './client-guide.ts';

/** Who can reach the connector at all: anybody, programs on this machine only, or not this client. */
export type Reach = 'anywhere' | 'this_machine' | 'not_this_client';

/** Settings admit http for this machine only, so an address that is not https is one of this machine. */
export function reachOf({ isHosted }: Pick<ClientGuide, 'isHosted'>, url: string): Reach {
  const { protocol, hostname } = new URL(url);
  const isHere = ['localhost', '127.0.0.1', '[::1]'].includes(hostname);
  if (isHosted) return protocol === 'https:' && !isHere ? 'anywhere' : 'not_this_client';
  return isHere ? 'this_machine' : 'anywhere';
}
