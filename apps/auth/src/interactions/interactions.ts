import type { Proof } from '@countersign/access/principals/recent-sign-in';
import type { OAuthScope } from '@countersign/contracts/scopes';
import type { FastifyReply, FastifyRequest } from 'fastify';

/** One person's way through an authorization request, as the pages need to know it. */
export interface Interaction {
  readonly uid: string;
  /** What the authorization server waits for. */
  readonly prompt: 'login' | 'consent';
  /** The person the request continues as; set once `prompt` is `consent`. */
  readonly userId: string | null;
  readonly client: {
    readonly id: string;
    /** As the client calls itself; never proof of anything. */
    readonly name: string;
    /** The host of its metadata document, which the client must control; null for a client that registered itself. */
    readonly verifiedHost: string | null;
    /** The product's own console: signed in without a consent page. */
    readonly firstParty: boolean;
  };
  /** Where the person will be sent back to. */
  readonly redirectUri: string;
  /** Its host, or its private-use scheme with the colon. */
  readonly redirectHost: string;
  /** True when that is a program on the person's own machine, which no host name vouches for. */
  readonly redirectsToLoopback: boolean;
  /** Set when the client wants the person to prove anew who they are: only a proof after this moment goes on. */
  readonly proofAfter: Date | null;
  /** What the client asked for. Asking is not approval. */
  readonly requested: readonly OAuthScope[];
  readonly resource: string;
  /** The organization whose admin made the client by hand: it connects to no other. */
  readonly madeFor?: { readonly slug: string; readonly name: string } | null;
  /** Set when the connector URL names an organization, or the client is of one: the picker is locked to it. */
  readonly organizationSlug: string | null;
  /** True when the connector URL only reads: then nothing else can be approved. */
  readonly readOnly: boolean;
}

/** Who goes on, and the login session in which they said so. */
export interface SignedIn extends Pick<Proof, 'provedAt'> {
  readonly userId: string;
  readonly loginSessionId: string;
}

export interface ConsentDecision {
  readonly userId: string;
  readonly organizationId: string;
  readonly teamId: string | null;
  /** Already checked against switches and role by the caller, and checked again here in the same transaction. */
  readonly approved: readonly OAuthScope[];
}

/** Thrown when a decision would approve what the organization's switches or the person's role withhold. Nothing was stored. */
export class ConsentRefused extends Error {
  override readonly name = 'ConsentRefused';
  readonly missing:
    | 'membership'
    | 'team'
    | 'role'
    | 'access_switch'
    | 'client_list'
    | 'write_switch'
    | 'billing_switch';
  constructor(missing: ConsentRefused['missing']) {
    super(`Consent refused: ${missing}`);
    this.missing = missing;
  }
}

/**
 * The seam between the pages people see and the OAuth protocol. Every method that ends a step returns the address to send
 * the browser to, with status 303.
 */
export interface Interactions {
  /** Undefined when the interaction expired or belongs to another browser. */
  readonly find: (request: FastifyRequest, reply: FastifyReply) => Promise<Interaction | undefined>;
  readonly signedIn: (request: FastifyRequest, reply: FastifyReply, login: SignedIn) => Promise<string>;
  /** Makes the grant and the connection in one transaction. Throws ConsentRefused. */
  readonly allow: (request: FastifyRequest, reply: FastifyReply, decision: ConsentDecision) => Promise<string>;
  /** Ends with `access_denied`; the description reaches the client. */
  readonly deny: (request: FastifyRequest, reply: FastifyReply, description: string) => Promise<string>;
}
