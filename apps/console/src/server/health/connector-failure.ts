import type { HealthFailure } from '@countersign/contracts/console-connect';
import { authorizationServerIsReady, serverMetadataFits, signingKeyExists } from './authorization-server-steps.ts';
import { type Chain, ChainBroken } from './chain.ts';
import {
  challengeNamesMetadata,
  forgedTokenIsRefused,
  resourceMetadataFits,
  resourceServerIsReady,
} from './resource-server-steps.ts';

/** Walks the chain as a client does, and answers the first step that does not hold, or null. */
export async function connectorFailure(chain: Chain): Promise<HealthFailure | null> {
  try {
    await resourceServerIsReady(chain);
    await resourceMetadataFits(chain);
    await authorizationServerIsReady(chain);
    const keysPath = await serverMetadataFits(chain);
    const keyId = await signingKeyExists(chain, keysPath);
    await challengeNamesMetadata(chain);
    await forgedTokenIsRefused(chain, keyId);
    return null;
  } catch (error) {
    if (error instanceof ChainBroken) return error.failure;
    throw error;
  }
}
