import { AppError } from '@countersign/contracts/errors';
import { PublicCatalogue } from '@countersign/contracts/public-catalogue';
import type { ConsoleDeps } from '../../console-deps.ts';
import { ask } from '../health/ask.ts';

/** A deployment that adds tools shows them after this long at the latest. */
const FRESH_MS = 60_000;

const UNREACHABLE =
  'The list of tools comes from the resource server, which does not answer right now. It may be starting; try again in a moment.';

export type PublicCatalogueOf = () => Promise<PublicCatalogue>;

/** The resource server's own catalogue, asked at most once a minute. A failure is `unavailable`, and not kept. */
export function createPublicCatalogueOf({ env, clock }: Pick<ConsoleDeps, 'env' | 'clock'>): PublicCatalogueOf {
  let kept: { readonly catalogue: Promise<PublicCatalogue>; readonly until: number } | undefined;

  async function askedAnew(): Promise<PublicCatalogue> {
    try {
      const { status, json } = await ask(`${env.mcpUrl}/catalogue.json`);
      if (status !== 200) throw new Error(`The resource server answered with status ${status}.`);
      return PublicCatalogue.parse(json);
    } catch (error) {
      kept = undefined;
      throw new AppError('unavailable', UNREACHABLE, { cause: error });
    }
  }

  return async () => {
    const now = clock().getTime();
    if (!kept || kept.until <= now) kept = { catalogue: askedAnew(), until: now + FRESH_MS };
    return kept.catalogue;
  };
}
