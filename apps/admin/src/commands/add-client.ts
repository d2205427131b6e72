import { createClient } from '@countersign/access/principals/create-client';
import { REDIRECT_URIS_MAX, redirectUriProblem } from '@countersign/access/principals/uri-policy';
import { hidesSomething, isSeen } from '@countersign/contracts/visible-text';
import { transaction } from '@countersign/db/connections/transaction';
import { deriveKey } from '@countersign/runtime/secret-key';
import { type Operator, Refusal, record } from '../operator.ts';

export interface NewClient {
  readonly name: string;
  readonly redirectUri: readonly string[];
}

/** Enters a confidential client, for a host that registers itself in no other way. Its secret is shown once. */
export async function addClient(
  { pool, settings, agree, tell }: Operator,
  { name, redirectUri }: NewClient,
): Promise<void> {
  if (redirectUri.length > REDIRECT_URIS_MAX) throw new Refusal(`--redirect-uri takes ${REDIRECT_URIS_MAX} at most.`);
  for (const uri of redirectUri) {
    const problem = redirectUriProblem(uri);
    if (problem) throw new Refusal(`--redirect-uri ${uri} ${problem}.`);
  }
  if (name.length > 100 || !isSeen(name) || hidesSomething(name)) {
    throw new Refusal('--name must be 1 to 100 visible characters.');
  }
  await agree(`This lets the client ${name} ask people for consent and get codes at: ${redirectUri.join(', ')}`);
  const { id, secret } = await transaction(pool, async (db) => {
    const client = { name, redirectUris: redirectUri, organizationId: null, madeBy: null };
    const made = await createClient(db, deriveKey(settings.secretKey, 'sealing'), client);
    await record(db, {
      action: 'client.registered',
      clientId: made.id,
      details: { command: 'clients add', name, redirectUri },
    });
    return made;
  });
  tell(
    { clientId: id, clientSecret: secret },
    `client_id      ${id}\nclient_secret  ${secret}\n\nThe secret is shown once.`,
  );
}
