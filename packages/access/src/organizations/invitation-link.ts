import { isSignedBy, sign } from '@countersign/runtime/secret-key';

/** Which invitation a token is for. */
export interface InvitationKey {
  readonly organizationId: string;
  readonly id: string;
}

const UUID_BYTES = 16;
const DIGEST_BYTES = 32;

/**
 * The address at which an invited person decides. Its token is made of the invitation's id and the one secret, so nothing that the
 * database holds opens an invitation, and who cannot read the secret can still invite (docs/adr/0016). `key` is derived for the purpose
 * `invitation`.
 */
export function invitationLink(authUrl: string, key: Buffer, invitation: InvitationKey): string {
  return `${authUrl}/invitation?token=${tokenOf(key, invitation)}`;
}

/** The invitation a token was made for; undefined for anything else. Says nothing about whether it is still open. */
export function invitationOfToken(key: Buffer, token: string): InvitationKey | undefined {
  const bytes = Buffer.from(token, 'base64url');
  if (bytes.length !== 2 * UUID_BYTES + DIGEST_BYTES) return undefined;
  const organizationId = uuidOf(bytes.subarray(0, UUID_BYTES));
  const id = uuidOf(bytes.subarray(UUID_BYTES, 2 * UUID_BYTES));
  const signature = bytes.subarray(2 * UUID_BYTES).toString('base64url');
  return isSignedBy(key, signature, organizationId, id) ? { organizationId, id } : undefined;
}

function tokenOf(key: Buffer, { organizationId, id }: InvitationKey): string {
  const signature = Buffer.from(sign(key, organizationId, id), 'base64url');
  return Buffer.concat([bytesOf(organizationId), bytesOf(id), signature]).toString('base64url');
}

function bytesOf(uuid: string): Buffer {
  return Buffer.from(uuid.replaceAll('-', ''), 'hex');
}

function uuidOf(bytes: Buffer): string {
  return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
}
