import { setTimeout as sleep } from 'node:timers/promises';
import { Person } from '@countersign/testing/person';
import { smallPdf } from '@countersign/testing/small-pdf';
import { expect, it } from 'vitest';
import { connect } from '../mcp-client.ts';
import { expectAccessible } from './expect-accessible.ts';
import { useHouseAndBrowser } from './use-house-and-browser.ts';

const { house, signedIn } = useHouseAndBrowser();

const SEARCHED_FOR_SECONDS = 10;

it('a word inside an uploaded PDF is found within seconds, and what is fetched opens in the console', async () => {
  const client = await connect('SDK v2, 2026-07-28', `${house.urls.mcp}/mcp`, new Person('ada'), {
    organization: 'Acme Studio',
    write: true,
  });
  const pdf = smallPdf(['Delivery note\nOne ornithopter, slightly used', 'Signed in Turku']);
  await client.call('upload_documents', { files: [{ name: 'delivery.pdf', contentBase64: pdf.toString('base64') }] });

  const search = async () => {
    const { structuredContent } = await client.call('search', { query: 'Ornithopter' });
    return (structuredContent as { results: { id: string; title: string; url: string }[] }).results;
  };
  const startedAt = Date.now();
  let results = await search();
  while (results.length === 0 && Date.now() - startedAt < SEARCHED_FOR_SECONDS * 1000) {
    await sleep(200);
    results = await search();
  }
  expect(results).toMatchObject([{ title: 'delivery.pdf' }]);

  const { structuredContent } = await client.call('fetch', { id: results[0]?.id });
  const fetched = structuredContent as { text: string; url: string };
  expect(fetched.text).toBe('Delivery note\nOne ornithopter, slightly used\n\nSigned in Turku');
  expect(fetched.url).toBe(results[0]?.url);
  expect(fetched.url.startsWith(`${house.urls.console}/orgs/acme/records/document/`)).toBe(true);

  const { pathname } = new URL(fetched.url);
  const { page, complaints, close } = await signedIn('ada', pathname);
  await page.getByRole('heading', { name: 'delivery.pdf' }).waitFor();
  await page.getByText('One ornithopter, slightly used').waitFor();
  await expectAccessible(page, 'record');
  await page.setViewportSize({ width: 360, height: 740 });
  await expectAccessible(page, 'record, narrow');
  expect(complaints).toEqual([]);

  await page.goto(`${house.urls.console}${pathname.slice(0, -1)}`);
  await page.getByRole('heading', { name: 'There is no such record' }).waitFor();
  await expectAccessible(page, 'no record');
  await Promise.all([close(), client.close()]);
});
