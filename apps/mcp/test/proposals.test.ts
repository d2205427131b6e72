import { createHash, randomBytes } from 'node:crypto';
import { declineProposal, signProposal, tryProposal } from '@countersign/access/proposals/sign-proposal';
import type { ChangeRule } from '@countersign/contracts/oversight/change-rules';
import { catalogue, files } from '@countersign/domain/catalogue';
import { demoRecords, filledIn } from '@countersign/domain/test/demo-records';
import { fixedId, newId } from '@countersign/runtime/ids';
import { useTestDatabase } from '@countersign/testing/use-test-database';
import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { aKey, buildTestApp, CONSOLE_URL, connect, ERAS, errorCode, call as message, setSwitches } from './test-app.ts';

const database = useTestDatabase('demo');
const ACME = fixedId('organization', 'acme');
let app: FastifyInstance;
let records: Awaited<ReturnType<typeof demoRecords>>;
beforeAll(async () => {
  await setSwitches(database.owner, 'acme', { mcpWrite: true, mcpBillingWrite: true });
  app = await buildTestApp(database.tools, { catalogue, files });
  records = await demoRecords(database, 'acme');
});
afterAll(() => app.close());
beforeEach(async () => {
  await database.owner.query('delete from change_rule');
});

/** Makes a rule as the console would. */
async function rule(module: string, effect: string, parts: Partial<ChangeRule> = {}): Promise<void> {
  const { decision = 'ask', askFromMinor = null, currency = null, signer = 'own' } = parts;
  await database.owner.query(
    'insert into change_rule (organization_id, module, effect, decision, ask_from_minor, currency, signer) values ($1, $2, $3, $4, $5, $6, $7)',
    [ACME, module, effect, decision, askFromMinor, currency, signer],
  );
}

/** A console session of somebody who proved who they are so many minutes ago; what a process that serves assistants cannot learn. */
async function sessionOf(person: string, minutesAgo = 0): Promise<Buffer> {
  const login = newId();
  const idHash = createHash('sha256').update(randomBytes(32)).digest();
  await database.owner.query(
    `insert into login_session (id_hash, id, user_id, expires_at, proved_at) values ($1, $2, $3, now() + interval '1 day', now() - make_interval(mins => $4))`,
    [randomBytes(32), login, fixedId('user', person), minutesAgo],
  );
  await database.owner.query(
    `insert into console_session (id_hash, user_id, login_session_id, expires_at) values ($1, $2, $3, now() + interval '1 hour')`,
    [idHash, fixedId('user', person), login],
  );
  return idHash;
}

const deps = () => ({ pool: database.tools, catalogue, consoleUrl: CONSOLE_URL, now: new Date(), requestId: newId() });
const at = { address: '192.0.2.7', userAgent: 'Firefox' };

interface Problem {
  readonly code: string;
  readonly detail: string;
  readonly proposalId: string;
  readonly url: string;
}

async function call(credential: string, name: string, payload: object) {
  const headers = { authorization: `Bearer ${credential}`, host: 'mcp.example.test' };
  const response = await app.inject({ method: 'POST', url: `/v1/tools/${name}`, headers, payload });
  return { status: response.statusCode, body: response.json<Problem & Record<string, unknown>>() };
}

const title = () => `Order ${newId()}`;
const newTask = (name = title()) => ({ projectId: filledIn({ id: '$projectId' }, records)['id'], title: name });

async function tasksNamed(name: string): Promise<number> {
  const { rows } = await database.owner.query<{ count: number }>(
    'select count(*)::int as count from task where title = $1',
    [name],
  );
  return rows[0]?.count ?? 0;
}

/** A held call of Ada's, by whoever asks. */
async function aProposal(name = title(), token?: string): Promise<{ id: string; token: string; input: object }> {
  const accessToken = token ?? (await connect(database)).accessToken();
  const input = newTask(name);
  const { status, body } = await call(accessToken, 'create_task', input);
  expect([status, body.code]).toEqual([202, 'awaiting_signature']);
  return { id: body.proposalId, token: accessToken, input };
}

const seenOf = async (proposalId: string) => (await tryProposal(deps(), { organizationId: ACME, proposalId })).digest;
async function sign(proposalId: string, session: Buffer, seen?: string) {
  return signProposal(deps(), {
    organizationId: ACME,
    proposalId,
    session,
    seen: seen ?? (await seenOf(proposalId)),
    ...at,
  });
}

describe('a change that a rule asks a signature for', () => {
  beforeEach(() => rule('tasks', 'create'));

  it('is not done, and says so in words that no model takes for done, with where a person signs it', async () => {
    const name = title();
    const { id, token } = await aProposal(name);
    expect(await tasksNamed(name)).toBe(0);
    const { body } = await call(token, 'create_task', newTask(name));
    expect(body.proposalId).toBe(id);
    expect(body.detail).toMatch(/^Nothing was changed yet\./);
    expect(body.url).toBe(`${CONSOLE_URL}/orgs/acme/inbox/${id}`);
  });

  it.each(ERAS)(
    'is told as an error of the tool in the %s era, because an answer in its own shape would be believed',
    async (era) => {
      const { accessToken } = await connect(database);
      const response = await app.inject(message(era, 'create_task', newTask(), accessToken()));
      expect([response.statusCode, errorCode(response.body)]).toEqual([200, 'awaiting_signature']);
      expect(response.json()).toMatchObject({ result: { isError: true } });
    },
  );

  it('is done once it is signed, exactly once among many signers, and its caller learns the result by the same call', async () => {
    const name = title();
    const { id, token, input } = await aProposal(name);
    const sessions = await Promise.all(Array.from({ length: 5 }, () => sessionOf('ada')));
    const seen = await seenOf(id);
    const signed = await Promise.allSettled(sessions.map((session) => sign(id, session, seen)));
    expect(signed.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(await tasksNamed(name)).toBe(1);
    expect(await call(token, 'get_proposal', { proposalId: id })).toMatchObject({
      status: 200,
      body: { state: 'executed', result: { title: name } },
    });
    expect(await call(token, 'create_task', input)).toMatchObject({
      status: 200,
      body: { title: name, replayed: true },
    });
    expect((await call(token, 'create_task', input)).status).toBe(202);
  });

  it('names in its deed both who asked and who signed', async () => {
    const { id } = await aProposal();
    await sign(id, await sessionOf('ada'));
    const { rows } = await database.owner.query(
      'select actor_kind, user_id, signed_by, tool from deed where proposal_id = $1',
      [id],
    );
    expect(rows).toEqual([
      {
        actor_kind: 'assistant',
        user_id: fixedId('user', 'ada'),
        signed_by: fixedId('user', 'ada'),
        tool: 'create_task',
      },
    ]);
  });

  it('mails whoever may sign it once, with a link that signs nothing by being opened', async () => {
    const { id, token, input } = await aProposal();
    await call(token, 'create_task', input);
    const { rows } = await database.owner.query<{ body: string }>(
      `select body from outgoing_mail where kind = 'proposal_waits' and body like '%' || $1 || '%'`,
      [id],
    );
    expect(rows).toHaveLength(1);
  });

  it('is refused at once where it would be refused anyway: nobody is asked for what cannot be done', async () => {
    const { accessToken } = await connect(database);
    const { status } = await call(accessToken(), 'create_task', { projectId: newId(), title: title() });
    expect(status).toBe(404);
  });

  it('shows a dry run without asking anybody', async () => {
    const { accessToken } = await connect(database);
    const { status, body } = await call(accessToken(), 'create_task', { ...newTask(), dryRun: true });
    expect([status, body['dryRun']]).toEqual([200, true]);
  });
});

describe('signing', () => {
  beforeEach(() => rule('tasks', 'create'));

  it.each([
    ['without a session', async () => randomBytes(32), 'unauthenticated'],
    ['with a sign-in of sixteen minutes ago', () => sessionOf('ada', 16), 'unauthenticated'],
    ['as a viewer', async () => sessionOf(await personWithRole('viewer')), 'role_forbids'],
    ['as a member whose connection it is not', async () => sessionOf(await personWithRole('member')), 'role_forbids'],
    ['as a person of another organization', async () => sessionOf(await stranger()), 'not_found'],
  ] as const)('is refused %s, and the proposal waits on', async (_, session, code) => {
    const { id } = await aProposal();
    await expect(sign(id, await session())).rejects.toMatchObject({ code });
    expect(await stateOf(id)).toBe('pending');
  });

  it.each([
    [
      'the connection ended',
      (id: string) =>
        database.owner.query(
          `update connection set revoked_at = now(), revoked_reason = 'owner' where id = (select connection_id from proposal where id = $1)`,
          [id],
        ),
      'conflict',
    ],
    [
      'writing was switched off',
      () => setSwitches(database.owner, 'acme', { mcpWrite: false, mcpBillingWrite: false }),
      'write_disabled',
    ],
    ['the rule turned to off', () => database.owner.query(`update change_rule set decision = 'off'`), 'change_off'],
    [
      'its time for changes ended',
      (id: string) =>
        database.owner.query(
          `update connection set write_until = now() where id = (select connection_id from proposal where id = $1)`,
          [id],
        ),
      'write_disabled',
    ],
    [
      'it was narrowed to other areas',
      (id: string) =>
        database.owner.query(
          `update connection set areas = '{time}' where id = (select connection_id from proposal where id = $1)`,
          [id],
        ),
      'insufficient_scope',
    ],
  ] as const)('does nothing after %s', async (_, happen, code) => {
    const name = title();
    const { id } = await aProposal(name);
    const seen = await seenOf(id);
    await happen(id);
    try {
      await expect(sign(id, await sessionOf('ada'), seen)).rejects.toMatchObject({ code });
    } finally {
      await setSwitches(database.owner, 'acme', { mcpWrite: true, mcpBillingWrite: true });
    }
    expect([await tasksNamed(name), await stateOf(id)]).toEqual([0, 'pending']);
  });

  it('does nothing else than what was seen: a record that changed since is looked at again', async () => {
    await rule('tasks', 'update');
    const { accessToken } = await connect(database);
    const taskId = filledIn({ id: '$taskId' }, records)['id'];
    const { body } = await call(accessToken(), 'update_task', { taskId, title: title() });
    const seen = await seenOf(body.proposalId);
    await database.owner.query(`update task set title = 'Newer', version = version + 1 where id = $1`, [taskId]);
    await expect(sign(body.proposalId, await sessionOf('ada'), seen)).rejects.toMatchObject({
      code: 'conflict',
      details: { reason: 'changed' },
    });
    await sign(body.proposalId, await sessionOf('ada'));
    expect(await stateOf(body.proposalId)).toBe('executed');
  });

  it('is for somebody else where the rule wants four eyes, also when the rule came later', async () => {
    const { id } = await aProposal();
    await database.owner.query(`update change_rule set signer = 'other'`);
    await expect(sign(id, await sessionOf('ada'))).rejects.toMatchObject({ code: 'role_forbids' });
    await sign(id, await sessionOf(await personWithRole('admin', 'ada')));
    expect(await stateOf(id)).toBe('executed');
  });

  it('is refused after seven days, by the database’s clock', async () => {
    const { id, token, input } = await aProposal();
    const seen = await seenOf(id);
    await lapse(id);
    await expect(sign(id, await sessionOf('ada'), seen)).rejects.toMatchObject({ code: 'conflict' });
    const { body } = await call(token, 'create_task', input);
    expect(body.proposalId).not.toBe(id);
    expect(await stateOf(id)).toBe('lapsed');
  });

  it('is refused for a proposal of another organization', async () => {
    const { id } = await aProposal();
    const signing = {
      organizationId: fixedId('organization', 'initech'),
      proposalId: id,
      session: await sessionOf('ada'),
      seen: 'x',
      ...at,
    };
    await expect(signProposal(deps(), signing)).rejects.toMatchObject({ code: 'not_found' });
  });
});

describe('a proposal', () => {
  beforeEach(() => rule('tasks', 'create'));

  it('cannot be changed, signed or removed by any serving role’s own statement', async () => {
    const { id } = await aProposal();
    for (const pool of [database.tools, database.control, database.jobs])
      for (const statement of [
        `update proposal set state = 'executed', decided_at = now(), decided_by = user_id where id = '${id}'`,
        `update proposal set input = '{}' where id = '${id}'`,
        `delete from proposal where id = '${id}'`,
      ])
        await expect(pool.query(statement)).rejects.toThrow(/permission denied/);
    await expect(database.owner.query(`update proposal set input = '{}' where id = $1`, [id])).rejects.toThrow(
      /never changes/,
    );
  });

  it('is another caller’s secret: it is not found, nor withdrawn', async () => {
    const { id } = await aProposal();
    const { accessToken } = await connect(database);
    for (const name of ['get_proposal', 'withdraw_proposal'])
      expect((await call(accessToken(), name, { proposalId: id })).status).toBe(404);
  });

  it('is withdrawn by its caller, and then not signed', async () => {
    const { id, token } = await aProposal();
    const seen = await seenOf(id);
    expect(await call(token, 'withdraw_proposal', { proposalId: id })).toMatchObject({
      status: 200,
      body: { state: 'withdrawn' },
    });
    await expect(sign(id, await sessionOf('ada'), seen)).rejects.toMatchObject({ code: 'conflict' });
  });

  it('that was declined is not asked for again that day, and its caller reads why', async () => {
    const { id, token, input } = await aProposal();
    await declineProposal(deps(), {
      organizationId: ACME,
      proposalId: id,
      session: await sessionOf('ada'),
      reason: 'Not this week',
      ...at,
    });
    expect(await call(token, 'create_task', input)).toMatchObject({ status: 409, body: { proposalId: id } });
    expect(await call(token, 'get_proposal', { proposalId: id })).toMatchObject({
      body: { state: 'declined', declineReason: 'Not this week' },
    });
  });

  it('of an organization’s key is signed by an admin and by no member', async () => {
    const { key } = await aKey(database, { scopes: ['write:tasks'] });
    const name = title();
    const { id } = await aProposal(name, key);
    expect(await call(key, 'get_proposal', { proposalId: id })).toMatchObject({
      status: 200,
      body: { state: 'pending' },
    });
    await expect(sign(id, await sessionOf(await personWithRole('member')))).rejects.toMatchObject({
      code: 'role_forbids',
    });
    await sign(id, await sessionOf('ada'));
    expect(await tasksNamed(name)).toBe(1);
  });

  it('is one of fifty at most for one caller', async () => {
    const { accessToken } = await connect(database);
    const token = accessToken();
    for (let count = 0; count < 50; count += 1) await aProposal(title(), token);
    expect(await call(token, 'create_task', newTask())).toMatchObject({ status: 429 });
  });
});

describe('rules', () => {
  it('that are off refuse every caller from the next call on, and name where they are', async () => {
    await rule('tasks', 'create', { decision: 'off' });
    const { accessToken } = await connect(database);
    const { key } = await aKey(database, { scopes: ['manage:*'] });
    for (const credential of [accessToken(), key])
      expect(await call(credential, 'create_task', newTask())).toMatchObject({
        status: 403,
        body: { code: 'change_off' },
      });
  });

  it('leave other modules and effects alone', async () => {
    await rule('billing', 'issue');
    const { accessToken } = await connect(database);
    expect((await call(accessToken(), 'create_task', newTask())).status).toBe(200);
  });

  it('ask from an amount on, of the day’s calls together, so that nothing is split to stay below', async () => {
    await rule('billing', 'create', { askFromMinor: 100_000, currency: 'EUR' });
    const { accessToken } = await connect(database);
    const draft = (euros: number) => ({
      customerId: filledIn({ id: '$customerId' }, records)['id'],
      lines: [{ description: title(), unitPriceMinor: euros * 100, vatBasisPoints: 0 }],
      currency: 'EUR',
    });
    const statuses = [];
    for (const euros of [400, 400, 400, 1])
      statuses.push((await call(accessToken(), 'create_invoice_draft', draft(euros))).status);
    expect(statuses).toEqual([200, 200, 202, 200]);
  });

  it('of the connection ask before each change, whatever the organization allows', async () => {
    const { accessToken, id: connectionId } = await connect(database);
    await database.owner.query('update connection set ask_first = true where id = $1', [connectionId]);
    expect((await call(accessToken(), 'create_task', newTask())).status).toBe(202);
    expect((await call(accessToken(), 'list_tasks', {})).status).toBe(200);
  });
});

describe('a connection', () => {
  it('narrowed to areas has no tool of another, and its account always', async () => {
    const { accessToken, id: connectionId } = await connect(database);
    await database.owner.query(`update connection set areas = '{projects,time}' where id = $1`, [connectionId]);
    expect((await call(accessToken(), 'list_tasks', {})).body).toMatchObject({ code: 'insufficient_scope' });
    expect((await call(accessToken(), 'list_projects', {})).status).toBe(200);
    expect((await call(accessToken(), 'whoami', {})).status).toBe(200);
  });

  it('whose time for changes is over reads on', async () => {
    const { accessToken, id: connectionId } = await connect(database);
    await database.owner.query('update connection set write_until = now() where id = $1', [connectionId]);
    expect((await call(accessToken(), 'create_task', newTask())).body).toMatchObject({ code: 'write_disabled' });
    expect((await call(accessToken(), 'list_tasks', {})).status).toBe(200);
  });
});

it('an organization’s end of writing holds by the clock', async () => {
  await database.owner.query('update organization set mcp_write_until = now() where id = $1', [ACME]);
  try {
    const { accessToken } = await connect(database);
    expect((await call(accessToken(), 'create_task', newTask())).body).toMatchObject({ code: 'write_disabled' });
  } finally {
    await database.owner.query('update organization set mcp_write_until = null where id = $1', [ACME]);
  }
});

async function stateOf(id: string): Promise<string | undefined> {
  const { rows } = await database.owner.query<{ state: string }>('select state from proposal where id = $1', [id]);
  return rows[0]?.state;
}

/** Time goes by: what is kept is kept, so a new proposal's clock is set back where the owner may. */
async function lapse(id: string): Promise<void> {
  await database.owner.query('alter table proposal disable trigger proposal_is_kept');
  await database.owner.query(`update proposal set expires_at = now() where id = $1`, [id]);
  await database.owner.query('alter table proposal enable trigger proposal_is_kept');
}

async function personWithRole(role: string, except = ''): Promise<string> {
  const { rows } = await database.owner.query<{ email: string }>(
    'select u.email from membership m join "user" u on u.id = m.user_id where m.organization_id = $1 and m.role = $2 and u.email <> $3 limit 1',
    [ACME, role, `${except}@example.test`],
  );
  const name = rows[0]?.email.split('@')[0];
  if (name) return name;
  const { rows: others } = await database.owner.query<{ id: string; email: string }>(
    `select u.id, u.email from membership m join "user" u on u.id = m.user_id where m.organization_id = $1 and m.role not in ('owner', $2) and u.email <> 'ada@example.test' limit 1`,
    [ACME, role],
  );
  await database.owner.query('update membership set role = $1 where organization_id = $2 and user_id = $3', [
    role,
    ACME,
    others[0]?.id,
  ]);
  return others[0]?.email.split('@')[0] ?? '';
}

async function stranger(): Promise<string> {
  const { rows } = await database.owner.query<{ email: string }>(
    'select email from "user" u where not exists (select from membership m where m.user_id = u.id and m.organization_id = $1) limit 1',
    [ACME],
  );
  return rows[0]?.email.split('@')[0] ?? '';
}
