import { createHash } from 'node:crypto';
import { canonicalJson } from '@countersign/access/calls/canonical-json';
import type { Principal } from '@countersign/access/principals/principal';
import type { Clock } from '@countersign/runtime/clock';
import { isSignedBy, sign } from '@countersign/runtime/secret-key';

/** For a person to fill a form in. */
const TTL_SECONDS = 600;
const PURPOSE = 'ask-state';
const SEALED_LENGTH_MAX = 8192;

/** The call a state belongs to: another caller, tool or input cannot use it. */
export interface AskedCall {
  readonly principal: Principal;
  readonly tool: string;
  readonly input: unknown;
}

/** What a call that asks first remembers until it is answered: it travels through the client, signed and bound (MCP 2026-07-28, `requestState`). */
export interface AskState {
  readonly seal: (state: string, call: AskedCall) => string;
  /** Undefined for one this server did not give out for this call, or long ago. */
  readonly open: (sealed: unknown, call: AskedCall) => string | undefined;
}

/** A state is signed and readable: it is no place for a secret. Does not make it single-use; what must happen once is the database’s to keep. */
export function createAskState({ key, clock }: { readonly key: Buffer; readonly clock: Clock }): AskState {
  const now = () => Math.floor(clock().getTime() / 1000);
  return {
    seal: (state, call) => {
      const said = Buffer.from(JSON.stringify([state, now() + TTL_SECONDS])).toString('base64url');
      return `${said}.${sign(key, PURPOSE, bound(said, call))}`;
    },
    open: (sealed, call) => {
      if (typeof sealed !== 'string' || sealed.length > SEALED_LENGTH_MAX) return undefined;
      const [said = '', signature = ''] = sealed.split('.');
      if (!isSignedBy(key, signature, PURPOSE, bound(said, call))) return undefined;
      const [state, expires] = JSON.parse(Buffer.from(said, 'base64url').toString()) as [string, number];
      return expires > now() ? state : undefined;
    },
  };
}

function bound(said: string, { principal, tool, input }: AskedCall): string {
  const who = principal.kind === 'api_key' ? principal.digest.toString('base64url') : principal.connectionId;
  const what = createHash('sha256').update(canonicalJson(input)).digest('base64url');
  return [said, principal.kind, who, tool, what].join(' ');
}
