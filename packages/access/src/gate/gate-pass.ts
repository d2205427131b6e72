import type { ChangeRule } from '@countersign/contracts/oversight/change-rules';
import type { ApiKey } from '@countersign/contracts/request-context';
import type { Granted, Role, Switches } from '@countersign/contracts/scopes';

/** What the database says of a caller at this moment. Either `connection` or `apiKey` is there. */
export interface GatePass {
  readonly connection: {
    readonly id: string;
    readonly clientId: string;
    readonly clientName: string;
    readonly resource: string;
    readonly expiresAt: string;
  } | null;
  readonly apiKey: (ApiKey & { readonly expiresAt: string | null }) | null;
  readonly granted: Granted;
  /** Null for an organization's API key, as is the role. */
  readonly user: { readonly id: string; readonly name: string; readonly email: string } | null;
  readonly organization: { readonly id: string; readonly slug: string; readonly name: string };
  readonly switches: Switches;
  /** Whether the organization's list of assistants lets the client in. A list is about clients, never about API keys. */
  readonly clientListed: boolean;
  readonly role: Role | null;
  readonly team: { readonly id: string; readonly name: string } | null;
  /** What asks for a person's signature; the rules are read for writes alone. */
  readonly asking: { readonly askFirst: boolean; readonly rules: readonly ChangeRule[] };
}
