import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { invitationOfToken } from '@countersign/access/organizations/invitation-link';
import { transaction } from '@countersign/db/connections/transaction';
import { type NewMail, queueMail } from '@countersign/db/mail/queue-mail';
import { inOrg, queries } from '@countersign/db/tenancy/in-org';
import { fixedId } from '@countersign/runtime/ids';
import { deriveKey } from '@countersign/runtime/secret-key';
import { inheritedEnv } from '@countersign/testing/inherited-env';
import { TEST_SECRET_KEY } from '@countersign/testing/test-database';
import { useTestDatabase } from '@countersign/testing/use-test-database';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type MailServer, startMailServer } from './mail-server.ts';
import { startWorker, until } from './worker-under-test.ts';

const database = useTestDatabase('demo');

const acme = fixedId('organization', 'acme');

function queue(mail: Partial<NewMail>): Promise<string> {
  const whole = {
    kind: 'notice',
    organizationId: acme,
    recipient: 'ada@example.test',
    subject: 'Hello',
    body: 'Text.',
    ...mail,
  };
  return transaction(database.control, (db) => queueMail(db, whole));
}

interface Row {
  readonly body: string | null;
  readonly body_sealed: Buffer | null;
  readonly attachments: unknown[];
  readonly sent_at: string | null;
  readonly failed_at: string | null;
  readonly last_error: string | null;
  readonly attempts: number;
}

async function row(id: string): Promise<Row> {
  const { rows } = await database.owner.query<Row>('select * from outgoing_mail where id = $1', [id]);
  if (!rows[0]) throw new Error('The mail is gone');
  return rows[0];
}

const ERASED = { body: null, body_sealed: null, attachments: [] };
const makeDue = () => database.owner.query('update outgoing_mail set next_attempt_at = now() where sent_at is null');

describe('with a mail server', () => {
  let server: MailServer;
  let worker: Awaited<ReturnType<typeof startWorker>>;
  beforeAll(async () => {
    server = await startMailServer();
    worker = await startWorker(database, [], { SMTP_URL: server.url });
  });
  afterAll(async () => {
    await worker.close();
    await server.close();
  });

  it('mail leaves within a second of its cause, and its text is erased here', async () => {
    const startedAt = Date.now();
    const id = await inOrg(database.tools, { organizationId: acme, teamId: null }, (tx) =>
      queueMail(queries(tx), {
        kind: 'invoice',
        organizationId: acme,
        recipient: 'maksut@asiakas.example',
        subject: 'Lasku 42 – eräpäivä',
        body: 'Hyvää päivää,\n\nlasku on liitteenä.\n',
        attachments: [
          { name: 'Lasku 42.txt', contentType: 'text/plain', base64: Buffer.from('42 €').toString('base64') },
        ],
      }),
    );
    await until(async () => server.received.length === 1);
    expect(Date.now() - startedAt).toBeLessThan(1000);
    const { to, source } = server.received[0] ?? { to: [], source: '' };
    expect(to).toEqual(['maksut@asiakas.example']);
    expect(source).toMatch(
      /^From: Countersign <no-reply@countersign\.example>\r\nTo: maksut@asiakas\.example\r\nSubject: =\?UTF-8\?/im,
    );
    expect(source).toMatch(new RegExp(`^Message-ID: <${id}@countersign\\.example>\\r$`, 'im'));
    expect(source).toMatch(/^Auto-Submitted: auto-generated\r$/im);
    expect(source).toMatch(/^Content-Type: text\/plain; charset=utf-8\r$/im);
    expect(source).toContain('Hyv=C3=A4=C3=A4 p=C3=A4iv=C3=A4=C3=A4,');
    expect(source).toMatch(/filename="?Lasku 42\.txt/);
    expect(source).toContain(Buffer.from('42 €').toString('base64'));
    await until(async () => (await row(id)).sent_at !== null);
    expect(await row(id)).toMatchObject({ ...ERASED, failed_at: null, last_error: null, attempts: 1 });
  });

  it('a text that holds a secret is opened only to be sent', async () => {
    const id = await queue({
      subject: 'Sealed',
      body: 'The link: s3cret',
      sealWith: deriveKey(TEST_SECRET_KEY, 'sealing'),
    });
    await until(async () => (await row(id)).sent_at !== null);
    expect(server.received.at(-1)?.source).toContain('s3cret');
    expect(await row(id)).toMatchObject(ERASED);
  });

  it('a letter bears the page of its invoice, drawn when it leaves', async () => {
    const { rows } = await database.owner.query<{ id: string; number: number }>(
      'select id, number from invoice where organization_id = $1 and number is not null limit 1',
      [acme],
    );
    const id = await queue({ attachments: [{ file: { kind: 'invoice', id: rows[0]?.id ?? '' } }] });
    await until(async () => (await row(id)).sent_at !== null);
    const { source = '' } = server.received.at(-1) ?? {};
    expect(source).toContain(`filename=invoice-${rows[0]?.number}.pdf`);
    expect(source.replaceAll('\r\n', '')).toContain(Buffer.from('%PDF-1.7').toString('base64').slice(0, 10));
    expect(await row(id)).toMatchObject(ERASED);
  });

  it('an invitation gets the link that opens it when it leaves, and not before', async () => {
    const invitation = { organizationId: acme, id: fixedId('invitation', 'acme', 'eve') };
    const id = await queue({ kind: 'invitation', body: 'Decide here:', invitationId: invitation.id });
    expect((await row(id)).body).toBe('Decide here:');
    await until(async () => (await row(id)).sent_at !== null);
    const lines = (server.received.at(-1)?.source ?? '').replaceAll('=\r\n', '').replaceAll('=3D', '=').split('\r\n');
    expect(lines).toContain('Decide here:');
    const token = new URL(lines.find((line) => line.startsWith('https://auth.example/')) ?? '').searchParams.get(
      'token',
    );
    expect(invitationOfToken(deriveKey(TEST_SECRET_KEY, 'invitation'), token ?? '')).toEqual(invitation);
  });

  it('bears the address that answers go to', async () => {
    const id = await queue({ replyTo: 'office@acme.example' });
    await until(async () => (await row(id)).sent_at !== null);
    expect(server.received.at(-1)?.source).toMatch(/^Reply-To: office@acme\.example\r$/im);
  });

  it('an address that the server refuses is given up at once, with a code and none of the server’s words', async () => {
    const id = await queue({ recipient: 'nobody@example.test' });
    await until(async () => (await row(id)).failed_at !== null);
    expect(await row(id)).toMatchObject({ ...ERASED, sent_at: null, last_error: 'EENVELOPE 550', attempts: 1 });
    expect((await worker.inject('/readyz')).json()).toMatchObject({ mail: { failed: 1 } });
  });

  it('a letter whose record is gone, or of another organization, is given up and not sent without its page', async () => {
    const { rows } = await database.owner.query<{ id: string }>(
      'select id from invoice where organization_id <> $1 and number is not null limit 1',
      [acme],
    );
    for (const invoiceId of [rows[0]?.id ?? '', fixedId('invoice', 'no such')]) {
      const id = await queue({ attachments: [{ file: { kind: 'invoice', id: invoiceId } }] });
      await until(async () => (await row(id)).failed_at !== null);
      expect(await row(id)).toMatchObject({ ...ERASED, sent_at: null, last_error: 'FILE_GONE', attempts: 1 });
    }
  });

  it('a text sealed with another key is given up, not sent as it is', async () => {
    const id = await queue({ sealWith: deriveKey(Buffer.alloc(32, 9).toString('base64'), 'sealing') });
    await until(async () => (await row(id)).failed_at !== null);
    expect(await row(id)).toMatchObject({ ...ERASED, last_error: 'SEALED' });
  });

  it.each([
    'ada@example.test, eve@evil.example',
    'ada@example.test>\r\nRCPT TO:<eve@evil.example',
    'Ada <eve@evil.example>',
    'ada@example.test\nBcc: eve@evil.example',
  ])('%j as a recipient reaches nobody else', async (recipient) => {
    const before = server.received.length;
    const id = await queue({ recipient, subject: 'One\r\nBcc: eve@evil.example' });
    await until(async () => {
      const { sent_at, failed_at } = await row(id);
      return sent_at !== null || failed_at !== null;
    });
    for (const { to, source } of server.received.slice(before)) {
      expect(to).not.toContain('eve@evil.example');
      expect(to.length).toBe(1);
      expect(source).not.toMatch(/^bcc:/im);
    }
  });

  it('two workers deliver each mail once', async () => {
    const second = await startWorker(database, [], { SMTP_URL: server.url });
    const before = server.received.length;
    const ids = await Promise.all(Array.from({ length: 40 }, (_, index) => queue({ subject: `Number ${index}` })));
    await until(async () => (await Promise.all(ids.map(row))).every(({ sent_at }) => sent_at !== null));
    const subjects = server.received.slice(before).map(({ source }) => /^Subject: (.*)\r$/m.exec(source)?.[1]);
    expect(subjects.length).toBe(40);
    expect(new Set(subjects).size).toBe(40);
    await second.close();
  });
});

it('mail waits for a server that is down, and is given up after two days', async () => {
  const { port, close } = await startMailServer();
  await close();
  const worker = await startWorker(database, [], { SMTP_URL: `smtp://127.0.0.1:${port}` });
  const [late, patient] = [await queue({ subject: 'Too late' }), await queue({ subject: 'In time' })];
  await until(async () => (await Promise.all([late, patient].map(row))).every(({ last_error }) => last_error !== null));
  expect(await row(patient)).toMatchObject({ body: 'Text.', sent_at: null, failed_at: null, last_error: 'ESOCKET' });

  await database.owner.query("update outgoing_mail set created_at = now() - interval '49 hours' where id = $1", [late]);
  await makeDue();
  await until(async () => (await row(late)).failed_at !== null);
  expect(await row(late)).toMatchObject(ERASED);

  const server = await startMailServer(port);
  await makeDue();
  await until(async () => (await row(patient)).sent_at !== null);
  expect(server.received.map(({ source }) => /^Subject: (.*)\r$/m.exec(source)?.[1])).toEqual(['In time']);
  await worker.close();
  await server.close();
});

it('mail whose process is killed after handing it over is sent again under the same message id: at least once', async () => {
  const server = await startMailServer(0, async () => void doomed.kill('SIGKILL'));
  const doomed = spawn(process.execPath, [join(import.meta.dirname, 'demo-worker.ts')], {
    env: {
      ...inheritedEnv(),
      DATABASE_URL: database.jobsUrl,
      SECRET_KEY: TEST_SECRET_KEY,
      SMTP_URL: server.url,
      MAIL_FROM: 'no-reply@countersign.example',
      LOG_LEVEL: 'silent',
    },
    stdio: 'inherit',
  });
  const ended = once(doomed, 'exit');
  const id = await queue({ subject: 'Twice' });
  await ended;
  expect(await row(id)).toMatchObject({ sent_at: null, attempts: 1 });

  const worker = await startWorker(database, [], { SMTP_URL: server.url });
  await makeDue();
  await until(async () => (await row(id)).sent_at !== null);
  const messageIds = server.received.map(({ source }) => /^Message-ID: (.*)\r$/im.exec(source)?.[1]);
  expect(messageIds).toEqual([`<${id}@countersign.example>`, `<${id}@countersign.example>`]);
  await worker.close();
  await server.close();
});

it('without a mail server, mail lies in the data folder as a file that mail programs open', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'countersign-mail-'));
  const worker = await startWorker(database, [], { DATA_DIR: folder });
  const id = await queue({ subject: 'Into the folder', body: 'Grüezi.' });
  await until(async () => (await row(id)).sent_at !== null);
  const names = await readdir(join(folder, 'mail'));
  expect(names).toEqual([expect.stringMatching(new RegExp(`^\\d{4}-\\d\\d-\\d\\dT[\\d-]+Z-${id}\\.eml$`))]);
  const file = join(folder, 'mail', names[0] ?? '');
  expect(await readFile(file, 'utf8')).toMatch(/^To: ada@example\.test\r\nSubject: Into the folder\r$/m);
  expect((await stat(file)).mode & 0o077).toBe(0);
  await worker.close();
  await rm(folder, { recursive: true });
});
