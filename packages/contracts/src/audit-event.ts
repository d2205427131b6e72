/** How much attention an event deserves. `critical` is mailed to the owner. */
export const SEVERITIES = ['info', 'notice', 'warning', 'critical'] as const;
export type Severity = (typeof SEVERITIES)[number];

/** Every action an audit event can name. The console and the docs speak of these and no others. */
export const AUDIT_ACTIONS = {
  'client.registered': 'info',
  'client.ended': 'notice',
  'consent.given': 'notice',
  'consent.refused': 'info',
  'consent.write_refused': 'notice',
  'token.issued': 'info',
  'token.renewed': 'info',
  'token.race': 'info',
  'token.replay': 'critical',
  'connection.revoked': 'notice',
  'connection.expired': 'info',
  'connection.changed': 'notice',
  'sign_in.succeeded': 'info',
  'sign_in.failed': 'warning',
  'sign_in.ended': 'info',
  'assistant_list.changed': 'warning',
  'organization.details_changed': 'warning',
  'identity.linked': 'warning',
  'passkey.added': 'warning',
  'passkey.removed': 'warning',
  'password.changed': 'warning',
  'password.reset_requested': 'notice',
  'password.reset': 'warning',
  'user.registered': 'notice',
  'write_access.requested': 'notice',
  'write_access.approved': 'notice',
  'write_access.declined': 'notice',
  'write_access.changed': 'warning',
  'invitation.sent': 'notice',
  'invitation.resent': 'info',
  'invitation.revoked': 'notice',
  'invitation.accepted': 'notice',
  'invitation.declined': 'info',
  'member.role_changed': 'warning',
  'member.removed': 'warning',
  'member.left': 'notice',
  'team.created': 'info',
  'team.renamed': 'info',
  'team.deleted': 'notice',
  'team.joined': 'info',
  'team.left': 'info',
  'api_key.created': 'notice',
  'api_key.revoked': 'notice',
  'api_key.expired': 'notice',
  'job.given_up': 'warning',
  'operator.acted': 'warning',
  'proposal.signed': 'notice',
  'proposal.declined': 'notice',
  'proposal.withdrawn': 'info',
  'change_rules.changed': 'warning',
  'tool.called': 'info',
  'file.downloaded': 'info',
} as const satisfies Record<string, Severity>;
export type AuditAction = keyof typeof AUDIT_ACTIONS;

/** One line of the append-only log. Never holds a secret; a tool's arguments appear only as a digest in `details`. */
export interface AuditEvent {
  readonly action: AuditAction;
  /** Defaults to the action's own severity. */
  readonly severity?: Severity;
  readonly outcome: 'ok' | 'refused' | 'failed';
  readonly organizationId: string | null;
  readonly connectionId: string | null;
  readonly apiKeyId: string | null;
  readonly userId: string | null;
  readonly clientId: string | null;
  readonly actorKind: 'user' | 'api_key' | 'client' | 'system';
  readonly actorId: string | null;
  readonly address: string | null;
  readonly userAgent: string | null;
  readonly requestId: string | null;
  readonly durationMs: number | null;
  readonly details: Record<string, unknown>;
}
