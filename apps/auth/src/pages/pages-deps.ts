import type { Pool } from '@countersign/db/connections/pool';
import type { Clock } from '@countersign/runtime/clock';
import type { Logger } from '@countersign/runtime/log';
import type { ExternalProvider } from '../external/external-provider.ts';
import type { Interactions } from '../interactions/interactions.ts';
import type { EndpointLimits } from '../provider/endpoint-limits.ts';

/** What the pages need from the app that mounts them. */
export interface PagesDeps {
  readonly interactions: Interactions;
  /** As the `countersign_control` role. */
  readonly pool: Pool;
  readonly log: Logger;
  readonly clock: Clock;
  readonly limits: EndpointLimits;
  /** Public origins, without a trailing slash. */
  readonly urls: { readonly auth: string; readonly mcp: string; readonly console: string };
  /** Base64, as configured; keys are derived from it by purpose. */
  readonly secretKey: string;
  /** In the order of their buttons. */
  readonly externalProviders: readonly ExternalProvider[];
}
