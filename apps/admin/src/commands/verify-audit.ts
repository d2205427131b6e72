import { sealAuditLog } from '@countersign/access/audit/audit-seal';
import { verifyAuditLog } from '@countersign/access/audit/verify-audit-log';
import { deriveKey } from '@countersign/runtime/secret-key';
import { type Operator, Refusal } from '../operator.ts';

/** Compares the audit log with its seals. Throws a Refusal when they do not agree, so that a script notices. */
export async function verifyAudit({ pool, settings, tell }: Operator): Promise<void> {
  const { secretKey, previousSecretKey } = settings;
  const keys = [secretKey, ...(previousSecretKey ? [previousSecretKey] : [])].map((key) =>
    deriveKey(key, 'audit-seal'),
  );
  const verdict = await verifyAuditLog(pool, keys);
  const { seals, sealedEvents, unsealedEvents, flaws } = verdict;
  const lines = flaws.map(({ seal, from, through, flaw }) => `Seal ${seal}, ${from} to ${through}: ${flaw}.`);
  const count = `${sealedEvents} events under ${seals} seals; ${unsealedEvents} are too young to be sealed.`;
  tell(verdict, [...lines, count].join('\n'));
  if (flaws.length > 0) throw new Refusal('The audit log is not what was sealed.');
}

/** Seals now what is old enough, as the authorization server does every few minutes. */
export async function sealAudit({ pool, settings, tell }: Operator): Promise<void> {
  const made = await sealAuditLog(pool, deriveKey(settings.secretKey, 'audit-seal'), new Date());
  tell({ seals: made }, `${made} new seals.`);
}
