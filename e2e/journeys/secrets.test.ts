import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { handleSecrets } from '../handle-secrets/handle-secrets.ts';
import { type House, openHouse } from '../house.ts';
import { type OtlpReceiver, openOtlpReceiver } from '../otlp-receiver.ts';
import { collectSecrets, type SecretCollector, spellingsOf } from '../secret-collector.ts';

const METRICS_TOKEN = randomBytes(32).toString('base64');

let house: House;
let collector: OtlpReceiver;
let collected: SecretCollector;
beforeAll(async () => {
  collector = await openOtlpReceiver();
  const OTEL_EXPORTER_OTLP_ENDPOINT = collector.endpoint;
  house = await openHouse({ LOG_LEVEL: 'trace', METRICS_TOKEN, OTEL_EXPORTER_OTLP_ENDPOINT });
  collected = collectSecrets();
  collected.add('metrics token', METRICS_TOKEN);
  await handleSecrets({ house, collected });
});
afterAll(async () => {
  collected?.stop();
  await house?.close();
  collector?.close();
});

/** What is found of the secrets in a text, by what they are. */
function found(text: string): string[] {
  const hits = [...collected.secrets].filter(([secret]) =>
    spellingsOf(secret).some((spelling) => text.includes(spelling)),
  );
  return [...new Set(hits.map(([, what]) => what))].toSorted();
}

describe('a secret that was handed out or typed', () => {
  it('of every kind was seen, so that the searches below mean something', () => {
    expect([...new Set(collected.secrets.values())].toSorted()).toEqual(
      expect.arrayContaining([
        'access_token',
        'organization API key',
        'personal API key',
        'authorization code',
        'client_secret',
        'code verifier',
        'cookie countersign_console',
        'cookie countersign_form',
        'cookie countersign_login',
        'cookie oauth_interaction.sig',
        'cookie oauth_session',
        'csrfToken',
        'file link',
        'form_token',
        'invitation link',
        'metrics token',
        'password',
        'refresh_token',
        'reset link',
      ]),
    );
  });

  it.each(['auth', 'mcp', 'console', 'worker'] as const)(
    'is in no line that %s prints, however much it is told to',
    (app) => {
      const output = house.apps[app].output();
      expect(output.length).toBeGreaterThan(0);
      expect(found(output)).toEqual([]);
    },
  );

  it.each(['auth', 'mcp', 'console', 'worker'] as const)('is in no metric of %s', async (app) => {
    const headers = { authorization: `Bearer ${METRICS_TOKEN}` };
    const metrics = await (await fetch(`${house.urls[app]}/metrics`, { headers })).text();
    expect(metrics).toContain('countersign_http_requests_total');
    expect(found(metrics)).toEqual([]);
  });

  it('is in no trace', async () => {
    await vi.waitUntil(() => collector.text().includes('tool get_invoice_pdf_link'), { timeout: 20_000 });
    expect(found(collector.text())).toEqual([]);
  });

  it('is nowhere in the database, in any encoding', async () => {
    const { owner } = house.database;
    const tables = await owner.query<{ name: string }>(
      "select format('%I.%I', schemaname, tablename) as name from pg_tables where schemaname not in ('pg_catalog', 'information_schema')",
    );
    expect(tables.rows.length).toBeGreaterThan(20);
    let dump = '';
    for (const { name } of tables.rows) {
      const { rows } = await owner.query<{ row: string }>(`select t::text as row from ${name} t`);
      dump += rows.map(({ row }) => row).join('\n');
    }
    expect(dump).toContain('ada@example.test');
    expect(found(dump)).toEqual([]);
  });
});
