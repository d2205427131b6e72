import type { IncomingMessage, ServerResponse } from 'node:http';
import { rotateSigningKeys } from '@countersign/access/principals/rotate-signing-keys';
import { deriveKey } from '@countersign/runtime/secret-key';
import type { Provider } from 'oidc-provider';
import { type KeyRing, readKeyRing } from '../keys/key-ring.ts';
import { addTransactions } from './add-transactions.ts';
import { createProvider, type ProviderDeps } from './create-provider.ts';

type Handle = (request: IncomingMessage, response: ServerResponse) => Promise<void>;

/** The provider of this moment. */
export interface ProviderHolder {
  readonly current: () => Provider;
  readonly handle: Handle;
  /** Rotates the signing keys when it is time, and takes over what any process has changed. */
  readonly refresh: () => Promise<void>;
}

/** Makes the first signing key when there is none. Throws an EnvError when SECRET_KEY does not open the ones there are. */
export async function createProviderHolder(deps: ProviderDeps): Promise<ProviderHolder> {
  const sealingKey = deriveKey(deps.secretKey, 'sealing');
  let ring: KeyRing | undefined;
  let provider: Provider | undefined;
  let handle: Handle | undefined;

  async function refresh(): Promise<void> {
    await rotateSigningKeys(deps.pool, sealingKey, deps.clock());
    const read = await readKeyRing(deps.pool, sealingKey);
    if (read.version === ring?.version) return;
    ring = read;
    provider = createProvider(deps, ring);
    addTransactions(provider, deps);
    handle = provider.callback();
    deps.log.info({ kid: ring.activeKid, keys: ring.privateKeys.length }, 'signing keys loaded');
  }

  await refresh();
  return {
    refresh,
    current: () => provider as Provider,
    handle: (request, response) => (handle as Handle)(request, response),
  };
}
