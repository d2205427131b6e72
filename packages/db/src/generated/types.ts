import type { ColumnType } from "kysely";
export type Generated<T> = T extends ColumnType<infer S, infer I, infer U>
  ? ColumnType<S, I | undefined, U>
  : ColumnType<T, T | undefined, T>;
export type Timestamp = ColumnType<Date, Date | string, Date | string>;

export type AnsweredChallenge = {
    hash: Buffer;
    expiresAt: string;
};
export type ApiKey = {
    id: string;
    organizationId: string;
    /**
     * organization or personal.
     */
    kind: string;
    /**
     * Whose a personal one is; null for the organization's.
     */
    userId: string | null;
    name: string;
    /**
     * SHA-256 of the whole key.
     */
    digest: Buffer;
    /**
     * How it begins, for people to tell theirs apart.
     */
    prefix: string;
    /**
     * `<tier>:<module>` and `<tier>:*`.
     */
    scopes: string[];
    /**
     * Addresses and networks it may be used from; empty for everywhere.
     */
    allowedAddresses: string[];
    createdAt: Generated<string>;
    createdBy: string;
    /**
     * Coarse: written at most once a minute.
     */
    lastUsedAt: string | null;
    /**
     * Null for never.
     */
    expiresAt: string | null;
    /**
     * When the audit log was told that it ran out.
     */
    expiryNotedAt: string | null;
    revokedAt: string | null;
    revokedBy: string | null;
    /**
     * owner, admin or membership.
     */
    revokedReason: string | null;
};
export type AuditEvent = {
    id: string;
    at: Generated<string>;
    action: string;
    severity: string;
    outcome: string;
    organizationId: string | null;
    connectionId: string | null;
    apiKeyId: string | null;
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
export type AuditSeal = {
    number: number;
    /**
     * The last event of the run, which begins after that of the seal before.
     */
    throughId: string;
    events: number;
    /**
     * SHA-256 over the events.
     */
    digest: Buffer;
    /**
     * HMAC over all of this and the mac before it, under a key the database does not have.
     */
    mac: string;
    sealedAt: Generated<string>;
};
export type Bookkeeper = {
    organizationId: string;
    name: string;
    /**
     * Where messages to them go; stored in lower case.
     */
    email: string;
};
export type BookkeeperMessage = {
    organizationId: string;
    id: string;
    /**
     * organization or bookkeeper.
     */
    sender: string;
    /**
     * As it was when the message was sent.
     */
    senderName: string;
    body: string;
    createdAt: Generated<string>;
};
export type Budget = {
    organizationId: string;
    id: string;
    projectId: string;
    name: string;
    currency: string;
    amountMinor: number;
    startsOn: string | null;
    endsOn: string | null;
    note: string | null;
    version: Generated<number>;
    createdAt: Generated<string>;
    updatedAt: Generated<string>;
};
export type ChangeRule = {
    organizationId: string;
    module: string;
    effect: string;
    /**
     * allow, ask or off.
     */
    decision: string;
    /**
     * With ask: only from this amount on, a caller's amounts of the day together.
     */
    askFromMinor: number | null;
    currency: string | null;
    /**
     * own: whoever's connection it is; other: somebody else.
     */
    signer: Generated<string>;
    changedAt: Generated<string>;
    changedBy: string | null;
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
    /**
     * The one organization it connects to, whose admin made it; null for every other client.
     */
    organizationId: string | null;
    madeBy: string | null;
};
export type ClientMetadataDocument = {
    url: string;
    document: unknown;
    fetchedAt: string;
};
export type CompanyProfile = {
    organizationId: string;
    legalName: string;
    /**
     * The number of the national company register, as that register writes it.
     */
    businessId: string | null;
    vatId: string | null;
    /**
     * monthly, quarterly or yearly.
     */
    vatPeriod: Generated<string>;
    /**
     * ISO 4217.
     */
    baseCurrency: Generated<string>;
    /**
     * An IANA name.
     */
    timeZone: Generated<string>;
    /**
     * A BCP 47 tag.
     */
    language: Generated<string>;
    street: string | null;
    postalCode: string | null;
    city: string | null;
    /**
     * ISO 3166-1 alpha-2.
     */
    country: string | null;
    phone: string | null;
    /**
     * Where customers ask about their invoices.
     */
    email: string | null;
    /**
     * Where customers pay to; without spaces.
     */
    iban: string | null;
    bic: string | null;
    /**
     * What an hour of billable work costs unless the project says otherwise, in the base currency.
     */
    hourlyRateMinor: number | null;
    /**
     * The VAT rate of work for customers at home.
     */
    vatBasisPoints: number | null;
    version: Generated<number>;
    createdAt: Generated<string>;
    updatedAt: Generated<string>;
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
    /**
     * When the audit log was told that it ran out.
     */
    expiryNotedAt: string | null;
    revokedAt: string | null;
    /**
     * owner, admin, client, replay, membership or team.
     */
    revokedReason: string | null;
    /**
     * Each change waits for a signature.
     */
    askFirst: Generated<boolean>;
    /**
     * When its writing ends by itself.
     */
    writeUntil: string | null;
    /**
     * The modules it is narrowed to; empty for all.
     */
    areas: Generated<string[]>;
};
export type ConsoleSession = {
    idHash: Buffer;
    userId: string;
    loginSessionId: string;
    createdAt: Generated<string>;
    lastSeenAt: Generated<string>;
    expiresAt: string;
    address: string | null;
    userAgent: string | null;
};
export type Contact = {
    organizationId: string;
    id: string;
    /**
     * The team that keeps this contact; null for the whole organization.
     */
    teamId: string | null;
    customerId: string | null;
    name: string;
    /**
     * What the person does there.
     */
    jobTitle: string | null;
    /**
     * Stored in lower case.
     */
    email: string | null;
    phone: string | null;
    version: Generated<number>;
    createdAt: Generated<string>;
    updatedAt: Generated<string>;
};
export type CreditNote = {
    organizationId: string;
    id: string;
    invoiceId: string;
    number: number;
    issuedAt: string;
    issuedOn: string;
    reason: string | null;
    netMinor: number;
    vatMinor: number;
    totalMinor: number;
    /**
     * Net and VAT for each rate; the totals are the sums of these.
     */
    vat: unknown;
    /**
     * The part of the total that was paid already when it was issued, and is to be given back.
     */
    refundableMinor: Generated<number>;
};
export type CreditNoteLine = {
    organizationId: string;
    id: string;
    creditNoteId: string;
    /**
     * The line of the invoice it takes back; null when an amount was credited.
     */
    invoiceLineId: string | null;
    position: number;
    description: string;
    quantityThousandths: number;
    /**
     * Of a line billed to the minute, which thousandths of an hour would not hold.
     */
    minutes: number | null;
    unit: string | null;
    unitPriceMinor: number;
    vatBasisPoints: number;
    netMinor: number;
};
export type Customer = {
    organizationId: string;
    id: string;
    name: string;
    businessId: string | null;
    vatId: string | null;
    /**
     * Where invoices go; stored in lower case.
     */
    email: string | null;
    phone: string | null;
    street: string | null;
    postalCode: string | null;
    city: string | null;
    /**
     * ISO 3166-1 alpha-2.
     */
    country: string | null;
    /**
     * Days between issue and due date of its invoices.
     */
    paymentTermDays: Generated<number>;
    archivedAt: string | null;
    version: Generated<number>;
    createdAt: Generated<string>;
    updatedAt: Generated<string>;
};
export type CustomerNote = {
    organizationId: string;
    id: string;
    customerId: string;
    body: string;
    /**
     * Null when an organization's API key wrote it.
     */
    authorId: string | null;
    createdAt: Generated<string>;
};
export type Deed = {
    organizationId: string;
    id: string;
    at: Generated<string>;
    /**
     * assistant, key, person, job or system.
     */
    actorKind: string;
    /**
     * The person behind it; null for an organization's key and for jobs.
     */
    userId: string | null;
    connectionId: string | null;
    apiKeyId: string | null;
    /**
     * The client's or key's name then, as it called itself.
     */
    throughName: string | null;
    /**
     * The tool with its module and effect, or the job.
     */
    tool: string | null;
    module: string | null;
    effect: string | null;
    job: string | null;
    proposalId: string | null;
    signedBy: string | null;
    undoes: string | null;
    /**
     * Changes beyond those that are kept.
     */
    moreChanges: Generated<number>;
};
export type DeedChange = {
    organizationId: string;
    deedId: string;
    position: number;
    /**
     * The record people know it by; of a part, such as an invoice's line, the record it belongs to.
     */
    recordKind: string;
    recordId: string;
    /**
     * The record's name then.
     */
    label: string | null;
    partKind: string | null;
    partId: string | null;
    /**
     * created, changed or removed.
     */
    happened: string;
    /**
     * `{column: [before, after]}`; a text of more than 500 characters as its length and digest.
     */
    fields: unknown;
    versionBefore: number | null;
    versionAfter: number | null;
    amountMinor: number | null;
    currency: string | null;
    /**
     * Whom or what the record is for, such as an invoice's customer.
     */
    counterpartId: string | null;
    /**
     * Whose connections see it, as of the record.
     */
    teamId: string | null;
    everyTeam: boolean;
};
export type DeedKind = {
    kind: string;
    /**
     * The table.
     */
    target: string;
    /**
     * The column with its name; null where a record has none.
     */
    label: string | null;
    /**
     * `{column: kind}` of columns that hold another record's id.
     */
    refers: Generated<unknown>;
    /**
     * The column with whom or what it is for.
     */
    counterpart: string | null;
    /**
     * Columns whose values are given when it happens, such as a number.
     */
    given: string[];
    /**
     * True for what follows from something else, such as a journal entry: no sentence is about it alone.
     */
    aside: Generated<boolean>;
};
export type Document = {
    organizationId: string;
    id: string;
    /**
     * The team that keeps it; null for the whole organization.
     */
    teamId: string | null;
    name: string;
    /**
     * What its bytes say it is, not what it was called.
     */
    contentType: string;
    sizeBytes: number;
    /**
     * SHA-256 of its bytes.
     */
    digest: Buffer;
    /**
     * What people say about it.
     */
    contextNote: Generated<string>;
    /**
     * queued, reading, read or failed.
     */
    status: Generated<string>;
    /**
     * Why it could not be read: damaged, protected, too_slow, too_large or no_text. Set exactly when the status is failed.
     */
    failure: string | null;
    pageCount: number | null;
    /**
     * Null when an organization's API key uploaded it.
     */
    uploadedBy: string | null;
    version: Generated<number>;
    createdAt: Generated<string>;
    updatedAt: Generated<string>;
    /**
     * When reading ended, well or not.
     */
    readAt: string | null;
};
export type DocumentContent = {
    organizationId: string;
    documentId: string;
    bytes: Buffer;
    /**
     * Null until it was read.
     */
    text: string | null;
};
export type DocumentSeries = {
    organizationId: string;
    nextNumber: Generated<number>;
};
export type DocumentStorage = {
    organizationId: string;
    bytes: number;
    /**
     * An operator may set another, in SQL.
     */
    mebibytesMax: Generated<number>;
};
export type Event = {
    organizationId: string;
    id: string;
    /**
     * The team whose calendar it is in; null for the whole organization.
     */
    teamId: string | null;
    projectId: string | null;
    title: string;
    description: Generated<string>;
    location: Generated<string>;
    /**
     * First and last day, both inside; of a timed event the days in its zone. Of a recurring event, the first occurrence.
     */
    startsOn: string;
    endsOn: string;
    /**
     * Both null for an all-day event.
     */
    startsAt: string | null;
    endsAt: string | null;
    /**
     * An IANA name; occurrences keep their clock time in it across daylight saving.
     */
    timeZone: string;
    /**
     * An RFC 5545 RRULE value without DTSTART; null for an event that happens once.
     */
    recurrence: string | null;
    /**
     * When it was struck through: it stays readable and counts nowhere.
     */
    voidedAt: string | null;
    voidReason: string | null;
    version: Generated<number>;
    createdAt: Generated<string>;
    updatedAt: Generated<string>;
};
export type Expense = {
    organizationId: string;
    id: string;
    teamId: string | null;
    projectId: string | null;
    supplier: string;
    description: string | null;
    /**
     * What it is for; each category is an account of the chart.
     */
    category: string;
    /**
     * The date on the receipt or bill.
     */
    incurredOn: string;
    dueOn: string | null;
    currency: string;
    /**
     * Minor units of the base currency for 1,000,000 minor units of the expense's own.
     */
    exchangeRateMillionths: number | null;
    netMinor: number;
    vatMinor: number;
    totalMinor: number;
    /**
     * When its cost, VAT and debt went into the ledger.
     */
    bookedAt: string | null;
    paidOn: string | null;
    /**
     * The receipt or bill itself. Can still be added when the expense is booked.
     */
    receiptDocumentId: string | null;
    note: string | null;
    version: Generated<number>;
    createdAt: Generated<string>;
    updatedAt: Generated<string>;
};
export type ExpenseAmount = {
    organizationId: string;
    id: string;
    expenseId: string;
    vatBasisPoints: number;
    netMinor: number;
    vatMinor: number;
};
export type ExternalIdentity = {
    issuer: string;
    subject: string;
    userId: string;
    /**
     * The address the provider vouched for when it was linked.
     */
    email: string;
    createdAt: Generated<string>;
    lastUsedAt: string | null;
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
export type Invitation = {
    organizationId: string;
    id: string;
    /**
     * In lower case; only a person with this address can accept.
     */
    email: string;
    /**
     * viewer, member, finance or admin: owners are made of members.
     */
    role: string;
    /**
     * Those that still exist when it is accepted are joined.
     */
    teamIds: string[];
    /**
     * Null for an API key of the organization.
     */
    invitedBy: string | null;
    createdAt: Generated<string>;
    /**
     * When it was last mailed.
     */
    sentAt: Generated<string>;
    expiresAt: string;
    closedAt: string | null;
    /**
     * accepted, declined, revoked or expired; null while it is open.
     */
    outcome: string | null;
};
export type Invoice = {
    organizationId: string;
    id: string;
    teamId: string | null;
    customerId: string;
    projectId: string | null;
    /**
     * The quote it was made from; a quote becomes at most one invoice.
     */
    quoteId: string | null;
    /**
     * The organization's own series, without gaps.
     */
    number: number | null;
    currency: string;
    /**
     * What the customer asked to be named, such as an order number.
     */
    reference: string | null;
    note: string | null;
    paymentTermDays: number;
    issuedAt: string | null;
    /**
     * The date on the document, in the organization's time zone.
     */
    issuedOn: string | null;
    dueOn: string | null;
    netMinor: number;
    vatMinor: number;
    totalMinor: number;
    paidMinor: Generated<number>;
    /**
     * When the last part was paid.
     */
    paidOn: string | null;
    /**
     * What credit notes took back.
     */
    creditedMinor: Generated<number>;
    /**
     * What they took back of money that had come in already, and so is the customer's: what is open is total − paid − credited + refundable.
     */
    refundableMinor: Generated<number>;
    /**
     * What was given back of it.
     */
    refundedMinor: Generated<number>;
    /**
     * Given with the number: a Finnish reference number or an ISO 11649 creditor reference.
     */
    paymentReference: string | null;
    /**
     * Minor units of the base currency for 1,000,000 minor units of the invoice's own, as it was issued; null when they are the same.
     */
    exchangeRateMillionths: number | null;
    /**
     * Who bills and who pays, as the document says it: copied when it is issued.
     */
    seller: unknown | null;
    buyer: unknown | null;
    /**
     * When it was last handed to the mail.
     */
    sentAt: string | null;
    /**
     * How often the customer was reminded.
     */
    reminderLevel: Generated<number>;
    remindedOn: string | null;
    version: Generated<number>;
    createdAt: Generated<string>;
    updatedAt: Generated<string>;
};
export type InvoiceDelivery = {
    organizationId: string;
    id: string;
    invoiceId: string;
    /**
     * 0 for the invoice itself, else which reminder.
     */
    reminderLevel: number;
    recipient: string;
    createdAt: Generated<string>;
};
export type InvoiceLine = {
    organizationId: string;
    id: string;
    invoiceId: string;
    /**
     * From 1, as the document shows them.
     */
    position: number;
    description: string;
    quantityThousandths: number;
    /**
     * Of a line billed to the minute, which thousandths of an hour would not hold.
     */
    minutes: number | null;
    unit: string | null;
    /**
     * Before VAT; below zero is a discount.
     */
    unitPriceMinor: number;
    vatBasisPoints: number;
    netMinor: number;
    /**
     * Which project it bills, where the document bills several; else the document's.
     */
    projectId: string | null;
};
export type JournalEntry = {
    organizationId: string;
    id: string;
    /**
     * The team of the document; a narrowed connection sees its team's entries only.
     */
    teamId: string | null;
    bookedOn: string;
    description: string;
    /**
     * invoice, credit_note, payment, expense or expense_payment; with the id of that record.
     */
    sourceKind: string;
    sourceId: string;
    /**
     * The organization's base currency when it was posted: what the lines are in.
     */
    currency: string;
    /**
     * What the document is in, when that is another currency, and the rate the lines were converted at.
     */
    documentCurrency: string | null;
    exchangeRateMillionths: number | null;
    /**
     * Said when it is posted and proved at the commit, so that lines cannot be added later.
     */
    lineCount: number;
    totalMinor: number;
    createdAt: Generated<string>;
};
export type JournalLine = {
    organizationId: string;
    id: string;
    entryId: string;
    /**
     * From 1, in the order they were posted.
     */
    position: number;
    /**
     * A key of the chart of accounts.
     */
    account: string;
    debitMinor: Generated<number>;
    creditMinor: Generated<number>;
    /**
     * The VAT rate this part belongs to: of a base and of its tax alike.
     */
    vatBasisPoints: number | null;
};
export type LoginSession = {
    idHash: Buffer;
    /**
     * Names it where no secret may stand: what the console's sessions hang on, and what people see of it.
     */
    id: Generated<string>;
    userId: string;
    createdAt: Generated<string>;
    /**
     * When the person proved who they are; with another provider, when that one says they did.
     */
    provedAt: Generated<string>;
    /**
     * How: password, passkey, external, mail, authenticator, recovery_code. Empty for sessions of old versions.
     */
    provedBy: Generated<string[]>;
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
    /**
     * Of a grant to the console: where the person signed in. It ends with that, so a code cannot outlive its sign-in.
     */
    loginSessionId: string | null;
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
    /**
     * When writing ends by itself.
     */
    mcpWriteUntil: string | null;
    /**
     * Whether only the assistants on the list may connect.
     */
    onlyListedClients: Generated<boolean>;
    /**
     * The list, by the host that stands for each (`client_origin()` in SQL).
     */
    listedClients: Generated<string[]>;
    switchesChangedAt: string | null;
    switchesChangedBy: string | null;
    createdAt: Generated<string>;
};
export type OutgoingMail = {
    id: string;
    /**
     * Null for mail that is about a person and no organization.
     */
    organizationId: string | null;
    /**
     * What it tells, such as `invitation`; for people who look after delivery.
     */
    kind: string;
    recipient: string;
    subject: string;
    /**
     * Plain text; null when it holds a secret, and once it was delivered.
     */
    body: string | null;
    /**
     * The text of a mail that holds a secret, such as an invitation's link.
     */
    bodySealed: Buffer | null;
    /**
     * Whose link is added to the text when the mail leaves.
     */
    invitationId: string | null;
    /**
     * `[{ name, contentType, base64 }]`; emptied once delivered.
     */
    attachments: Generated<unknown>;
    createdAt: Generated<string>;
    attempts: Generated<number>;
    nextAttemptAt: Generated<string>;
    sentAt: string | null;
    /**
     * Given up: the address refuses, or it was tried for too long.
     */
    failedAt: string | null;
    /**
     * The mail server's status code or the network's, never its text.
     */
    lastError: string | null;
};
export type Passkey = {
    /**
     * The credential id the authenticator gave it.
     */
    id: Buffer;
    userId: string;
    /**
     * What the person calls it.
     */
    name: string;
    /**
     * COSE.
     */
    publicKey: Buffer;
    /**
     * Of signatures, where the authenticator counts them; one that falls back tells of a copy.
     */
    counter: number;
    transports: string[];
    /**
     * Whether the authenticator keeps it in more than one place, as synced passkeys are.
     */
    backedUp: boolean;
    createdAt: Generated<string>;
    lastUsedAt: string | null;
};
export type PasswordReset = {
    secretHash: Buffer;
    userId: string;
    createdAt: Generated<string>;
    expiresAt: string;
};
export type Payment = {
    organizationId: string;
    id: string;
    invoiceId: string;
    amountMinor: number;
    paidOn: string;
    /**
     * bank_transfer, card, cash or other.
     */
    method: string;
    note: string | null;
    createdAt: Generated<string>;
};
export type Project = {
    organizationId: string;
    id: string;
    /**
     * The team that does it; null for the whole organization.
     */
    teamId: string | null;
    customerId: string | null;
    /**
     * The member who answers for it. References membership and becomes null with it.
     */
    leadId: string | null;
    name: string;
    description: Generated<string>;
    /**
     * planned, active, on_hold or done.
     */
    status: Generated<string>;
    startsOn: string | null;
    dueOn: string | null;
    /**
     * What an hour of billable work costs its customer, in the organization's base currency; null for the organization's own rate.
     */
    hourlyRateMinor: number | null;
    archivedAt: string | null;
    version: Generated<number>;
    createdAt: Generated<string>;
    updatedAt: Generated<string>;
};
export type ProjectPhase = {
    organizationId: string;
    id: string;
    projectId: string;
    name: string;
    /**
     * From 0.
     */
    position: number;
    startsOn: string | null;
    dueOn: string | null;
    createdAt: Generated<string>;
};
export type Proposal = {
    organizationId: string;
    id: string;
    createdAt: Generated<string>;
    expiresAt: string;
    /**
     * pending, executed, declined, withdrawn or lapsed.
     */
    state: Generated<string>;
    tool: string;
    module: string;
    effect: string;
    input: unknown;
    /**
     * SHA-256 of the input.
     */
    inputDigest: Buffer;
    idempotencyKey: string | null;
    /**
     * What it would do, as it was tried.
     */
    deed: unknown;
    deedDigest: string;
    /**
     * own or other.
     */
    signer: string;
    /**
     * rule or connection: what asked for the signature.
     */
    askedBy: string;
    /**
     * The connection or key.
     */
    principalId: string;
    connectionId: string | null;
    apiKeyId: string | null;
    userId: string | null;
    throughName: string;
    address: string | null;
    teamId: string | null;
    decidedAt: string | null;
    decidedBy: string | null;
    declineReason: string | null;
    deedId: string | null;
    result: unknown | null;
    /**
     * When its caller was told what came of it.
     */
    toldAt: string | null;
};
export type Quote = {
    organizationId: string;
    id: string;
    teamId: string | null;
    customerId: string;
    projectId: string | null;
    title: string;
    /**
     * draft, sent, accepted or declined.
     */
    status: Generated<string>;
    currency: string;
    validUntil: string | null;
    note: string | null;
    netMinor: number;
    vatMinor: number;
    totalMinor: number;
    version: Generated<number>;
    createdAt: Generated<string>;
    updatedAt: Generated<string>;
};
export type QuoteLine = {
    organizationId: string;
    id: string;
    quoteId: string;
    /**
     * From 1, as the document shows them.
     */
    position: number;
    description: string;
    quantityThousandths: number;
    /**
     * Of a line billed to the minute, which thousandths of an hour would not hold.
     */
    minutes: number | null;
    unit: string | null;
    /**
     * Before VAT; below zero is a discount.
     */
    unitPriceMinor: number;
    vatBasisPoints: number;
    netMinor: number;
    /**
     * Which project it bills, where the document bills several; else the document's.
     */
    projectId: string | null;
};
export type RecurringDraft = {
    organizationId: string;
    recurringInvoiceId: string;
    /**
     * The day it was due.
     */
    periodOn: string;
    /**
     * The invoice it became, which may be deleted since.
     */
    invoiceId: string;
    createdAt: Generated<string>;
};
export type RecurringInvoice = {
    organizationId: string;
    id: string;
    teamId: string | null;
    customerId: string;
    projectId: string | null;
    name: string;
    currency: string;
    reference: string | null;
    note: string | null;
    /**
     * Null for the customer's.
     */
    paymentTermDays: number | null;
    /**
     * RFC 5545 RRULE, counted from startsOn.
     */
    recurrence: string;
    startsOn: string;
    /**
     * The day of the next draft where the organization is; null when the series is over.
     */
    nextOn: string | null;
    paused: Generated<boolean>;
    netMinor: number;
    vatMinor: number;
    totalMinor: number;
    version: Generated<number>;
    createdAt: Generated<string>;
    updatedAt: Generated<string>;
};
export type RecurringInvoiceLine = {
    organizationId: string;
    id: string;
    recurringInvoiceId: string;
    position: number;
    description: string;
    quantityThousandths: number;
    /**
     * Of a line billed to the minute, which thousandths of an hour would not hold.
     */
    minutes: number | null;
    unit: string | null;
    unitPriceMinor: number;
    vatBasisPoints: number;
    netMinor: number;
    /**
     * Which project it bills, where the document bills several; else the document's.
     */
    projectId: string | null;
};
export type Refund = {
    organizationId: string;
    id: string;
    creditNoteId: string;
    amountMinor: number;
    paidOn: string;
    /**
     * bank_transfer, card, cash or other.
     */
    method: string;
    note: string | null;
    createdAt: Generated<string>;
};
export type SearchEntry = {
    organizationId: string;
    /**
     * What `search` calls it, such as project.
     */
    kind: string;
    recordId: string;
    /**
     * The team of the record; null for the whole organization.
     */
    teamId: string | null;
    /**
     * Seen by connections of every team, whatever its own.
     */
    everyTeam: Generated<boolean>;
};
export type ServiceConnection = {
    organizationId: string;
    kind: string;
    note: Generated<string>;
    /**
     * Null for an API key of the organization.
     */
    requestedBy: string | null;
    requestedAt: Generated<string>;
};
export type Shift = {
    organizationId: string;
    id: string;
    teamId: string | null;
    projectId: string | null;
    /**
     * The member who works it; null while it is open. References membership and becomes null with it.
     */
    assigneeId: string | null;
    title: string;
    note: Generated<string>;
    startsAt: string;
    endsAt: string;
    /**
     * An IANA name: where the clock hangs that the shift goes by.
     */
    timeZone: string;
    /**
     * When it was struck through: it stays readable and counts nowhere.
     */
    voidedAt: string | null;
    voidReason: string | null;
    version: Generated<number>;
    createdAt: Generated<string>;
    updatedAt: Generated<string>;
};
export type Signal = {
    organizationId: string;
    /**
     * A key of SIGNALS in the module's rules.
     */
    kind: string;
    enabled: Generated<boolean>;
    evaluatedAt: string | null;
};
export type SignalInsight = {
    organizationId: string;
    id: string;
    /**
     * A Monday.
     */
    weekStartsOn: string;
    /**
     * `[{ key, module, unit, value, previous }]`.
     */
    figures: unknown;
    createdAt: Generated<string>;
};
export type SignalIssue = {
    organizationId: string;
    id: string;
    /**
     * Of the record it is about.
     */
    teamId: string | null;
    kind: string;
    /**
     * What it is about, such as `invoice`, and which one.
     */
    recordKind: string;
    recordId: string;
    title: string;
    /**
     * low, medium or high.
     */
    severity: string;
    /**
     * The facts of the last look, by name.
     */
    evidence: unknown;
    /**
     * open, acknowledged, dismissed or resolved.
     */
    status: Generated<string>;
    note: Generated<string>;
    openedAt: string;
    resolvedAt: string | null;
    version: Generated<number>;
    updatedAt: string;
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
export type StatementImport = {
    organizationId: string;
    id: string;
    /**
     * As the document’s: a team’s file settles that team’s invoices.
     */
    teamId: string | null;
    /**
     * Null once the document was deleted.
     */
    documentId: string | null;
    documentName: string;
    /**
     * SHA-256 of the file.
     */
    digest: Buffer;
    /**
     * queued, imported or failed.
     */
    status: Generated<string>;
    /**
     * Why it could not be imported: unreadable, unsafe, unknown_columns or too_many_rows.
     */
    failure: string | null;
    /**
     * The account the statement is of, as the file names it.
     */
    account: string | null;
    /**
     * Rows that an earlier file had brought already.
     */
    knownRows: Generated<number>;
    createdAt: Generated<string>;
    finishedAt: string | null;
};
export type StatementRow = {
    organizationId: string;
    id: string;
    importId: string;
    position: number;
    /**
     * The same for the same movement in whatever file it comes again.
     */
    fingerprint: Buffer;
    bookedOn: string;
    /**
     * Below zero for money that went out.
     */
    amountMinor: number;
    currency: string;
    counterparty: string | null;
    reference: string | null;
    message: string | null;
    /**
     * The invoice it paid; null while it is unmatched, and for money that went out.
     */
    invoiceId: string | null;
    /**
     * Why it paid nothing: no_reference, no_invoice, other_currency, more_than_open, before_invoice or outgoing.
     */
    unmatched: string | null;
};
export type Task = {
    organizationId: string;
    id: string;
    projectId: string;
    phaseId: string | null;
    /**
     * The member who does it. References membership and becomes null with it.
     */
    assigneeId: string | null;
    title: string;
    description: Generated<string>;
    /**
     * todo, doing, blocked or done.
     */
    status: Generated<string>;
    /**
     * low, normal or high.
     */
    priority: Generated<string>;
    dueOn: string | null;
    estimateMinutes: number | null;
    /**
     * Set exactly while the status is done.
     */
    completedAt: string | null;
    /**
     * When it was struck through: it stays readable and counts nowhere.
     */
    voidedAt: string | null;
    voidReason: string | null;
    version: Generated<number>;
    createdAt: Generated<string>;
    updatedAt: Generated<string>;
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
export type TimeEntry = {
    organizationId: string;
    id: string;
    /**
     * Its project's team, or the one it was logged for; null for the whole organization.
     */
    teamId: string | null;
    /**
     * Who worked. A person who leaves takes no hours along; null once the person is gone from this product.
     */
    memberId: string | null;
    customerId: string | null;
    projectId: string | null;
    taskId: string | null;
    description: Generated<string>;
    /**
     * The day of the work where the organization is.
     */
    workedOn: string;
    /**
     * Of a timer; entries logged afterwards have none.
     */
    startedAt: string | null;
    minutes: number | null;
    billable: boolean;
    /**
     * For an hour, before VAT; null when no rate was known.
     */
    rateMinor: number | null;
    currency: string;
    /**
     * The line that bills it. Becomes null with the line of a draft.
     */
    invoiceLineId: string | null;
    /**
     * When it was struck through: it stays readable and counts nowhere.
     */
    voidedAt: string | null;
    voidReason: string | null;
    version: Generated<number>;
    createdAt: Generated<string>;
    updatedAt: Generated<string>;
};
export type User = {
    id: string;
    /**
     * Stored in lower case.
     */
    email: string;
    name: string;
    /**
     * argon2id, in PHC string format. Null for somebody who has never set one and signs in with another provider.
     */
    passwordHash: string | null;
    /**
     * When somebody showed that the address is theirs; null after a sign-up, which asks for no proof.
     */
    emailProvedAt: string | null;
    createdAt: Generated<string>;
};
export type VatFiling = {
    organizationId: string;
    /**
     * Such as 2026-03, 2026-Q1 or 2026, by the company's cadence.
     */
    period: string;
    reviewRequestedAt: string | null;
    reviewNote: string | null;
    authorizedAt: string | null;
    /**
     * What was payable then, to see what was booked into the period afterwards.
     */
    authorizedPayableMinor: number | null;
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
    answeredChallenge: AnsweredChallenge;
    apiKey: ApiKey;
    auditEvent: AuditEvent;
    auditSeal: AuditSeal;
    bookkeeper: Bookkeeper;
    bookkeeperMessage: BookkeeperMessage;
    budget: Budget;
    changeRule: ChangeRule;
    client: Client;
    clientMetadataDocument: ClientMetadataDocument;
    companyProfile: CompanyProfile;
    connection: Connection;
    consoleSession: ConsoleSession;
    contact: Contact;
    creditNote: CreditNote;
    creditNoteLine: CreditNoteLine;
    customer: Customer;
    customerNote: CustomerNote;
    deed: Deed;
    deedChange: DeedChange;
    deedKind: DeedKind;
    document: Document;
    documentContent: DocumentContent;
    documentSeries: DocumentSeries;
    documentStorage: DocumentStorage;
    event: Event;
    expense: Expense;
    expenseAmount: ExpenseAmount;
    externalIdentity: ExternalIdentity;
    idempotencyRecord: IdempotencyRecord;
    invitation: Invitation;
    invoice: Invoice;
    invoiceDelivery: InvoiceDelivery;
    invoiceLine: InvoiceLine;
    journalEntry: JournalEntry;
    journalLine: JournalLine;
    loginSession: LoginSession;
    membership: Membership;
    oidcPayload: OidcPayload;
    organization: Organization;
    outgoingMail: OutgoingMail;
    passkey: Passkey;
    passwordReset: PasswordReset;
    payment: Payment;
    project: Project;
    projectPhase: ProjectPhase;
    proposal: Proposal;
    quote: Quote;
    quoteLine: QuoteLine;
    recurringDraft: RecurringDraft;
    recurringInvoice: RecurringInvoice;
    recurringInvoiceLine: RecurringInvoiceLine;
    refund: Refund;
    searchEntry: SearchEntry;
    serviceConnection: ServiceConnection;
    shift: Shift;
    signInThrottle: SignInThrottle;
    signal: Signal;
    signalInsight: SignalInsight;
    signalIssue: SignalIssue;
    signingKey: SigningKey;
    statementImport: StatementImport;
    statementRow: StatementRow;
    task: Task;
    team: Team;
    teamMembership: TeamMembership;
    timeEntry: TimeEntry;
    user: User;
    vatFiling: VatFiling;
    writeAccessRequest: WriteAccessRequest;
};
