import { isSignedBy, sign } from '@countersign/runtime/secret-key';

export interface FileLink {
  readonly url: string;
  readonly expiresAt: string;
}

/** Whose credential a link was made with. The link opens what that one may still read. */
export type LinkMaker = { readonly kind: 'connection' | 'api_key'; readonly id: string };

/** Which file a link names: exactly one, of one organization. */
export interface LinkedFile {
  readonly organizationId: string;
  readonly kind: string;
  readonly id: string;
  readonly maker: LinkMaker;
}

export interface FileLinks {
  readonly linkTo: (file: LinkedFile, now: Date) => FileLink;
  /** What a link names now. Undefined for one this server did not give out, whatever is wrong with it. */
  readonly open: (signed: string, now: Date) => LinkedFile | 'expired' | undefined;
}

const FILE_LINK_TTL_SECONDS = 15 * 60;
const PURPOSE = 'file-link';
/** Longer than any of ours. */
const SIGNED_LENGTH_MAX = 1000;

/**
 * Links that name one file for 15 minutes, because everything they say is signed: the credential that made them too. Does not check that the
 * file exists, nor that this credential may see it: whoever opens a link brings the credential before the gate.
 */
export function createFileLinks({ key, mcpUrl }: { readonly key: Buffer; readonly mcpUrl: string }): FileLinks {
  return {
    linkTo: ({ organizationId, kind, id, maker }, now) => {
      const expires = Math.floor(now.getTime() / 1000) + FILE_LINK_TTL_SECONDS;
      const parts: Said = [organizationId, kind, id, expires, maker.kind, maker.id];
      const said = Buffer.from(JSON.stringify(parts)).toString('base64url');
      const url = `${mcpUrl}/files/${said}.${sign(key, PURPOSE, said)}`;
      return { url, expiresAt: new Date(expires * 1000).toISOString() };
    },
    open: (signed, now) => {
      if (signed.length > SIGNED_LENGTH_MAX) return undefined;
      const [said = '', signature = '', ...more] = signed.split('.');
      if (more.length > 0 || !isSignedBy(key, signature, PURPOSE, said)) return undefined;
      // Signed by this key, so it is what linkTo wrote: now, or before links named who made them.
      const [organizationId, kind, id, expires, ...by] = JSON.parse(Buffer.from(said, 'base64url').toString()) as Said;
      const [makerKind, makerId] = by as [LinkMaker['kind']?, string?];
      if (now.getTime() >= expires * 1000 || !makerKind || !makerId) return 'expired';
      return { organizationId, kind, id, maker: { kind: makerKind, id: makerId } };
    },
  };
}

type Said = [
  organizationId: string,
  kind: string,
  id: string,
  expires: number,
  maker: LinkMaker['kind'],
  makerId: string,
];
