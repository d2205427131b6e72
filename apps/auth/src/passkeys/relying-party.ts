/** Who asks for a passkey (WebAuthn §5.4.2): this server under its public address, and nothing else. */
export interface RelyingParty {
  readonly origin: string;
  readonly id: string;
}

export function relyingParty(authUrl: string): RelyingParty {
  return { origin: authUrl, id: new URL(authUrl).hostname };
}

/** COSE: EdDSA, ES256 and RS256, which every authenticator of today has one of. */
export const ALGORITHMS = [-8, -7, -257];

/** The handle by which an authenticator knows a person: the bytes of their id, which tell nothing about them. */
export function userHandleOf(userId: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(Buffer.from(userId.replaceAll('-', ''), 'hex'));
}
