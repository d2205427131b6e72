import { isSignedBy, sign } from '@countersign/runtime/secret-key';

export interface FileLink {
  readonly url: string;
  readonly expiresAt: string;
}

/** Which file a link names: exactly one, of one organization. */
export interface LinkedFile {
  readonly organizationId: string;
  readonly kind: string;
  readonly id: string;
}

export interface FileLinks {
  readonly linkTo: (file: LinkedFile, now: Date) => FileLink;
  /** What a link opens now. Undefined for one this server did not give out, whatever is wrong with it. */
  readonly open: (signed: string, now: Date) => LinkedFile | 'expired' | undefined;
}

const FILE_LINK_TTL_SECONDS = 15 * 60;
const PURPOSE = 'file-link';

/**
 * Links that open one file without signing in, for 15 minutes, because everything they say is signed. They are not revoked: who was given
 * one could as well have kept the file. Does not check that the file exists, nor that whoever asks for a link may see it.
 */
export function createFileLinks({ key, mcpUrl }: { readonly key: Buffer; readonly mcpUrl: string }): FileLinks {
  return {
    linkTo: ({ organizationId, kind, id }, now) => {
      const expires = Math.floor(now.getTime() / 1000) + FILE_LINK_TTL_SECONDS;
      const said = Buffer.from(JSON.stringify([organizationId, kind, id, expires])).toString('base64url');
      const url = `${mcpUrl}/files/${said}.${sign(key, PURPOSE, said)}`;
      return { url, expiresAt: new Date(expires * 1000).toISOString() };
    },
    open: (signed, now) => {
      const [said = '', signature = '', ...more] = signed.split('.');
      if (more.length > 0 || !isSignedBy(key, signature, PURPOSE, said)) return undefined;
      // Signed by this key, so it is what linkTo wrote.
      const [organizationId, kind, id, expires] = JSON.parse(Buffer.from(said, 'base64url').toString()) as Said;
      return now.getTime() < expires * 1000 ? { organizationId, kind, id } : 'expired';
    },
  };
}

type Said = [organizationId: string, kind: string, id: string, expires: number];
