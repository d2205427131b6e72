import { randomBytes } from 'node:crypto';
import { clientSealContext } from '@countersign/access/principals/client-seal';
import { REDIRECT_URIS_MAX, redirectUriProblem } from '@countersign/access/principals/uri-policy';
import { hidesSomething, isSeen } from '@countersign/contracts/visible-text';
import { transaction } from '@countersign/db/connections/transaction';
import { deriveKey, seal } from '@countersign/runtime/secret-key';
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
  const id = `client-${randomBytes(12).toString('hex')}`;
  const secret = randomBytes(32).toString('base64url');
  const metadata = {
    client_id: id,
    client_name: name,
    redirect_uris: redirectUri,
    token_endpoint_auth_method: 'client_secret_basic',
    grant_types: ['authorization_code', 'refresh_token'],
    response_types: ['code'],
  };
  await transaction(pool, async (db) => {
    const secretSealed = seal(deriveKey(settings.secretKey, 'sealing'), clientSealContext(id), secret);
    const source = 'preregistered';
    await db
      .insertInto('client')
      .values({ id, source, metadata: JSON.stringify(metadata), secretSealed })
      .execute();
    await record(db, {
      action: 'client.registered',
      clientId: id,
      details: { command: 'clients add', name, redirectUri },
    });
  });
  tell(
    { clientId: id, clientSecret: secret },
    `client_id      ${id}\nclient_secret  ${secret}\n\nThe secret is shown once.`,
  );
}
