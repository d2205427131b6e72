import { isIP } from 'node:net';
import type { ApiKeyKind } from '@countersign/contracts/key-scopes';
import type { ChangeRule } from '@countersign/contracts/oversight/change-rules';
import type { Role } from '@countersign/contracts/scopes';
import type { Queries } from '@countersign/db/connections/named-statements';
import { CompiledQuery } from 'kysely';
import { refusedApiKey } from '../keys/api-key.ts';
import type { GatePass } from './gate-pass.ts';
import { gateRefusals } from './gate-refusals.ts';

type Reason = 'unknown' | 'revoked' | 'expired' | 'membership_lost' | 'address_not_allowed';

interface KeyGateRow {
  refusal: Reason | null;
  keyId: string | null;
  kind: ApiKeyKind;
  name: string;
  scopes: string[];
  expiresAt: string | null;
  userId: string | null;
  userName: string;
  userEmail: string;
  organizationId: string;
  organizationSlug: string;
  organizationName: string;
  mcpAccess: boolean;
  mcpWrite: boolean;
  mcpBillingWrite: boolean;
  role: Role | null;
  rules?: ChangeRule[] | null;
}

/** Why the gate refused a key. For the log and the audit: it must not reach whoever presented the key. */
export class KeyRefusal extends Error {
  override readonly name = 'KeyRefusal';
  /** The key that was refused; null when there is none of this digest. */
  readonly key: { readonly id: string; readonly organizationId: string } | null;

  constructor(reason: Reason, key: KeyRefusal['key']) {
    super(key ? `${reason}, API key ${key.id}` : reason);
    this.key = key;
  }
}

/** Not built by the query builder, as with connections. */
const KEY_GATE = `select refusal, key_id, kind, name, scopes, expires_at, user_id, user_name, user_email, organization_id,
  organization_slug, organization_name, mcp_access, mcp_write, mcp_billing_write, role, rules from key_gate($1, $2, $3)`;

/** A link only reads, so it asks for no rules. */
const KEY_GATE_OF_LINK = KEY_GATE.replace(', rules from key_gate($1, $2, $3)', ' from key_gate_of_link($1)');

/** Asks the gate about an API key that comes from `address`. Every refusal is the one `unauthenticated` of keys. */
export async function readKeyGate(
  queries: Queries,
  digest: Buffer,
  address: string,
  forWrite: boolean,
): Promise<GatePass> {
  return passOf(queries, CompiledQuery.raw(KEY_GATE, [digest, plainAddress(address), forWrite]));
}

/** Asks the gate about the API key that made a link, as if it came from an address of its own. Refuses as `readKeyGate` does. */
export async function readKeyGateOfLink(queries: Queries, keyId: string): Promise<GatePass> {
  return passOf(queries, CompiledQuery.raw(KEY_GATE_OF_LINK, [keyId]));
}

const KEY_GATE_OF_PROPOSAL = KEY_GATE.replace('key_gate($1, $2, $3)', 'key_gate_of_proposal($1, $2)');

/** Asks the gate, for a write, about the API key that made a proposal, from where it was presented then. Refuses as `readKeyGate` does. */
export async function readKeyGateOfProposal(queries: Queries, organizationId: string, id: string): Promise<GatePass> {
  return passOf(queries, CompiledQuery.raw(KEY_GATE_OF_PROPOSAL, [organizationId, id]));
}

async function passOf(queries: Queries, gate: CompiledQuery): Promise<GatePass> {
  const { rows } = await queries.executeQuery<KeyGateRow>(gate);
  const row = rows[0];
  if (!row || row.refusal) {
    gateRefusals.inc({ kind: 'api_key', reason: row?.refusal ?? 'unknown' });
    const key = row?.keyId ? { id: row.keyId, organizationId: row.organizationId } : null;
    throw refusedApiKey(new KeyRefusal(row?.refusal ?? 'unknown', key));
  }
  return {
    connection: null,
    apiKey: { id: row.keyId ?? '', kind: row.kind, name: row.name, expiresAt: row.expiresAt },
    granted: { kind: `${row.kind}_key`, scopes: row.scopes },
    user: row.userId === null ? null : { id: row.userId, name: row.userName, email: row.userEmail },
    organization: { id: row.organizationId, slug: row.organizationSlug, name: row.organizationName },
    clientListed: true,
    switches: { access: row.mcpAccess, write: row.mcpWrite, billingWrite: row.mcpBillingWrite },
    role: row.role,
    team: null,
    asking: { askFirst: false, rules: row.rules ?? [] },
  };
}

/**
 * An address as allow-lists write it. A socket that serves both families names an IPv4 peer `::ffff:192.0.2.1`, and a link-local
 * one carries its interface. Null for what is no address, which no allow-list holds.
 */
export function plainAddress(address: string): string | null {
  const [withoutZone = ''] = address.split('%');
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(withoutZone)?.[1];
  const plain = mapped ?? withoutZone;
  return isIP(plain) === 0 ? null : plain;
}
