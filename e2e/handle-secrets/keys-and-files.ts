import type { CreatedApiKeyView } from '@countersign/contracts/console-api-keys';
import { Person } from '@countersign/testing/person';
import { openConsoleSession } from '../console-session.ts';
import { connect, connectWithKey } from '../mcp-client.ts';
import type { Handling } from './handling.ts';

/** Made, used well and badly, shown to the wrong address, and ended. */
export async function apiKeys({ house, collected }: Handling): Promise<void> {
  const ada = await openConsoleSession(house, 'ada');
  const body = { scopes: ['write:*'], expiresInDays: 30, allowedAddresses: [] };
  const made = [
    await ada.change<CreatedApiKeyView>('POST', '/api/orgs/acme/api-keys', { ...body, name: 'Secret one' }),
    await ada.change<CreatedApiKeyView>('POST', '/api/api-keys', { ...body, name: 'Secret two', organization: 'acme' }),
  ];
  for (const { key, apiKey } of made) {
    collected.add(`${apiKey.kind} API key`, key);
    const client = await connectWithKey('SDK v2, 2026-07-28', `${house.urls.mcp}/mcp`, key);
    await client.call('create_project', { name: 'By a key', idempotencyKey: apiKey.id });
    await client.call('get_project', { projectId: key });
    await client.close();
    for (const authorization of [`Bearer ${key}x`, `Basic ${key}`, `Bearer ${key} ${key}`]) {
      await fetch(`${house.urls.mcp}/mcp?api_key=${key}`, { method: 'POST', headers: { authorization } });
    }
    await fetch(`${house.urls.console}/api/api-keys?key=${key}`, { headers: { authorization: `Bearer ${key}` } });
    await ada.change('POST', `/api/orgs/acme/api-keys/${apiKey.id}/revoke`);
    await fetch(`${house.urls.mcp}/mcp`, { method: 'POST', headers: { authorization: `Bearer ${key}` } });
  }
}

/** A signed link to a file: opened, bent, and sent elsewhere. */
export async function fileLink({ house, collected }: Handling): Promise<void> {
  const choice = { organization: 'Acme Studio' };
  const client = await connect('SDK v2, 2025-11-25', `${house.urls.mcp}/mcp`, new Person('ada'), choice);
  const { rows } = await house.database.owner.query<{ id: string }>(
    "select invoice.id from invoice join organization o on o.id = organization_id where o.slug = 'acme' limit 1",
  );
  const { structuredContent } = await client.call('get_invoice_pdf_link', { invoiceId: rows[0]?.id });
  await client.close();
  const url = String(structuredContent?.['url']);
  const signed = url.split('/files/')[1] ?? '';
  collected.add('file link', signed);
  for (const address of [
    url,
    `${url}x`,
    `${house.urls.console}/files/${signed}`,
    `${house.urls.auth}/files/${signed}`,
  ]) {
    await fetch(address);
  }
}
