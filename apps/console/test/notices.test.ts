import { fixedId } from '@countersign/runtime/ids';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { aConnection, CONSOLE_URL, startConsole } from './console-under-test.ts';

let console_: Awaited<ReturnType<typeof startConsole>>;
beforeEach(async () => {
  console_ = await startConsole();
});
afterEach(() => console_.close());

async function mails() {
  const { rows } = await console_.database.owner.query<{
    kind: string;
    recipient: string;
    subject: string;
    body: string;
  }>('select kind, recipient, subject, body from outgoing_mail order by recipient');
  return rows;
}

describe('a switch that is turned', () => {
  const turn = async (person: string, organization: string, change: object) =>
    (await console_.as(person)).send('PATCH', `/api/orgs/${organization}/write-access`, change);

  it('is told to every admin: who, what, when, and where to change it back', async () => {
    await console_.database.owner.query(
      "update membership set role = 'admin' where organization_id = $1 and user_id = $2",
      [fixedId('organization', 'acme'), fixedId('user', 'finn')],
    );
    expect((await turn('ada', 'acme', { write: false })).statusCode).toBe(200);
    const sent = await mails();
    expect(sent.map(({ kind, recipient, subject }) => [kind, recipient, subject])).toEqual([
      ['write_access_changed', 'ada@example.test', 'MCP write access: off in “Acme Studio”'],
      ['write_access_changed', 'finn@example.test', 'MCP write access: off in “Acme Studio”'],
    ]);
    expect(sent[0]?.body).toMatch(/^“Ada” \(ada@example\.test\) changed what assistants may do in “Acme Studio”\./);
    expect(sent[0]?.body).toMatch(/^When: \d+ \w+ \d{4} at \d\d:\d\d UTC$/m);
    expect(sent[0]?.body).toContain(`${CONSOLE_URL}/orgs/acme/settings/mcp-write-access`);
  });

  it('names billing write that goes off with write', async () => {
    await turn('ada', 'initech', { write: false });
    expect((await mails())[0]?.body).toContain('MCP write access: off\nMCP billing write: off\n');
  });

  it('is told to nobody when it stood so already, or the turn is refused', async () => {
    await turn('ada', 'acme', { write: true });
    await turn('ben', 'acme', { write: false });
    expect(await mails()).toEqual([]);
  });
});

describe('a connection that an admin ends', () => {
  it('is told to its owner, each in a mail, and not to an admin who ends their own', async () => {
    const seed = { organization: 'acme', clientHost: null, clientName: 'Cursor\nhttps://evil.example' };
    await aConnection(console_.database, { person: 'ben', ...seed });
    await aConnection(console_.database, { person: 'ada', ...seed });
    const ada = await console_.as('ada');
    const clientKey = `self localhost ${seed.clientName}`;
    expect((await ada.send('POST', '/api/orgs/acme/connections/revoke-client', { clientKey })).statusCode).toBe(200);
    const [mail, ...others] = await mails();
    expect(others).toEqual([]);
    expect(mail).toMatchObject({
      kind: 'connection_revoked',
      recipient: 'ben@example.test',
      subject: 'An admin of “Acme Studio” revoked your connection of “Cursor https evil.example”',
    });
    expect(mail?.body).toContain('“Ada” (ada@example.test) ended one of your connections to “Acme Studio”.');
    expect(mail?.body).toContain('returns to localhost\n');
    expect(mail?.body).not.toContain('https://evil.example');
  });

  it('is no mail when its owner ends it', async () => {
    const { id } = await aConnection(console_.database, { person: 'ben', organization: 'acme' });
    await (await console_.as('ben')).send('POST', `/api/connections/${id}/revoke`);
    expect(await mails()).toEqual([]);
  });
});
