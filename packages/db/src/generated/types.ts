import type { ColumnType } from "kysely";
export type Generated<T> = T extends ColumnType<infer S, infer I, infer U>
  ? ColumnType<S, I | undefined, U>
  : ColumnType<T, T | undefined, T>;
export type Timestamp = ColumnType<Date, Date | string, Date | string>;

export type AuditEvent = {
    id: string;
    at: Generated<string>;
    action: string;
    severity: string;
    outcome: string;
    organizationId: string | null;
    connectionId: string | null;
    userId: string | null;
    clientId: string | null;
    actorKind: string;
    actorId: string | null;
    address: string | null;
    userAgent: string | null;
    requestId: string | null;
    durationMs: number | null;
    details: Generated<unknown>;
};
export type Client = {
    id: string;
    /**
     * RFC 7591 metadata without the secret.
     */
    metadata: unknown;
    /**
     * AES-256-GCM, bound to the client id.
     */
    secretSealed: Buffer | null;
    /**
     * registered or preregistered.
     */
    source: string;
    createdAt: Generated<string>;
    /**
     * When somebody last consented to it; null ones are removed after a day.
     */
    lastUsedAt: string | null;
};
export type ClientMetadataDocument = {
    url: string;
    document: unknown;
    fetchedAt: string;
};
export type Connection = {
    id: string;
    /**
     * oidc-provider's grant; one connection each.
     */
    grantId: string;
    clientId: string;
    /**
     * As the client called itself at consent. Unverified unless `client_host` is set.
     */
    clientName: string;
    /**
     * The host of the client ID metadata document, when the client is identified by one.
     */
    clientHost: string | null;
    /**
     * Where the person was sent back to.
     */
    redirectHost: string;
    /**
     * A name the owner gave it.
     */
    name: string | null;
    userId: string;
    organizationId: string;
    teamId: string | null;
    /**
     * The RFC 8707 resource the consent was given for.
     */
    resource: string;
    /**
     * OAuth scopes the client asked for.
     */
    requested: string[];
    /**
     * OAuth scopes the person allowed; a CHECK keeps billing inside write inside read.
     */
    approved: string[];
    createdAt: Generated<string>;
    /**
     * When the first access token was issued; null while the code has not been redeemed.
     */
    activatedAt: string | null;
    /**
     * Coarse: written at most once a minute.
     */
    lastUsedAt: string | null;
    /**
     * The absolute end, however often it is renewed.
     */
    expiresAt: string;
    revokedAt: string | null;
    /**
     * owner, admin, client, replay or membership.
     */
    revokedReason: string | null;
};
export type ConsoleSession = {
    idHash: Buffer;
    userId: string;
    createdAt: Generated<string>;
    lastSeenAt: Generated<string>;
    expiresAt: string;
    address: string | null;
    userAgent: string | null;
};
export type IdempotencyRecord = {
    organizationId: string;
    /**
     * The connection or key that used it: keys of two clients never meet.
     */
    principalId: string;
    tool: string;
    key: string;
    inputDigest: Buffer;
    /**
     * Null while the first call's transaction runs, so no other transaction ever reads null.
     */
    result: unknown | null;
    createdAt: Generated<string>;
};
export type LoginSession = {
    idHash: Buffer;
    userId: string;
    createdAt: Generated<string>;
    lastSeenAt: Generated<string>;
    expiresAt: string;
    address: string | null;
    userAgent: string | null;
};
export type Membership = {
    organizationId: string;
    userId: string;
    /**
     * viewer, member, finance, admin or owner; a CHECK refuses anything else.
     */
    role: string;
    createdAt: Generated<string>;
};
export type OidcPayload = {
    model: string;
    idHash: Buffer;
    payload: unknown;
    grantId: string | null;
    uid: string | null;
    /**
     * The refresh token this one was rotated from, as `id_hash`.
     */
    parentHash: Buffer | null;
    /**
     * The grace rule counts uses after the first.
     */
    graceUses: Generated<number>;
    createdAt: Generated<string>;
    expiresAt: string | null;
    consumedAt: string | null;
};
export type Organization = {
    id: string;
    /**
     * In connector URLs and console paths; lower case.
     */
    slug: string;
    name: string;
    /**
     * Whether connections reach this organization at all.
     */
    mcpAccess: Generated<boolean>;
    mcpWrite: Generated<boolean>;
    /**
     * A part of write: a CHECK refuses it without `mcp_write`.
     */
    mcpBillingWrite: Generated<boolean>;
    switchesChangedAt: string | null;
    switchesChangedBy: string | null;
    createdAt: Generated<string>;
};
export type SigningKey = {
    kid: string;
    alg: string;
    publicJwk: unknown;
    /**
     * AES-256-GCM, bound to the kid.
     */
    privateJwkSealed: Buffer;
    /**
     * next, active or retired.
     */
    state: string;
    createdAt: Generated<string>;
    activatedAt: string | null;
    retiredAt: string | null;
};
export type SignInThrottle = {
    key: Buffer;
    failures: number;
    expiresAt: string;
};
export type Team = {
    organizationId: string;
    id: string;
    name: string;
    createdAt: Generated<string>;
};
export type TeamMembership = {
    organizationId: string;
    teamId: string;
    userId: string;
};
export type User = {
    id: string;
    /**
     * Stored in lower case.
     */
    email: string;
    name: string;
    /**
     * argon2id, in PHC string format.
     */
    passwordHash: string;
    createdAt: Generated<string>;
};
export type WriteAccessRequest = {
    id: string;
    organizationId: string;
    userId: string;
    clientId: string;
    clientName: string;
    billing: boolean;
    createdAt: Generated<string>;
    decidedAt: string | null;
    decidedBy: string | null;
    /**
     * approved or declined.
     */
    decision: string | null;
};
export type DB = {
    auditEvent: AuditEvent;
    client: Client;
    clientMetadataDocument: ClientMetadataDocument;
    connection: Connection;
    consoleSession: ConsoleSession;
    idempotencyRecord: IdempotencyRecord;
    loginSession: LoginSession;
    membership: Membership;
    oidcPayload: OidcPayload;
    organization: Organization;
    signInThrottle: SignInThrottle;
    signingKey: SigningKey;
    team: Team;
    teamMembership: TeamMembership;
    user: User;
    writeAccessRequest: WriteAccessRequest;
};
