import { describe, expect, it } from 'vitest';
import { ADMIN_PAGES, OWN_PAGES, pagesOf } from './console-pages.ts';
import { expectAccessible } from './expect-accessible.ts';
import { settled } from './settled.ts';
import { useHouseAndBrowser } from './use-house-and-browser.ts';

const { house, signedIn } = useHouseAndBrowser();

const ORGANIZATIONS = ['acme', 'globex', 'initech'];

/** Whose pages each of the demo's people may see as an admin. */
const ADMINISTERS: Readonly<Record<string, readonly string[]>> = {
  ada: ['acme', 'initech'],
  ben: [],
  cleo: [],
  finn: [],
  dana: ['globex'],
};

const everyAdminPage = ORGANIZATIONS.flatMap((slug) =>
  ADMIN_PAGES.map((page) => ({ slug, path: `/orgs/${slug}/settings/${page}` })),
);

describe.each(Object.entries(ADMINISTERS))('%s', (person, administered) => {
  it('finds every page of their own, and of organizations exactly those they administer', async () => {
    const { page, complaints, close } = await signedIn(person, '/settings/connections');
    for (const path of OWN_PAGES) {
      await page.goto(`${house.urls.console}${path}`);
      await settled(page);
      expect([path, await page.getByRole('alert').count()]).toEqual([path, 0]);
    }
    for (const { slug, path } of everyAdminPage) {
      await page.goto(`${house.urls.console}${path}`);
      await settled(page);
      const refused = page.getByText(/^Admins of |^There is nothing at this address$/).first();
      const isRefused = !administered.includes(slug);
      // A busy machine may take longer to draw than to fetch.
      if (isRefused) await refused.waitFor();
      expect([path, await refused.isVisible()]).toEqual([path, isRefused]);
    }
    expect(complaints).toEqual([]);
    await close();
  });
});

it('no page has an accessibility violation at 360 pixels, nor anything to scroll sideways for', async () => {
  const [first = '', ...others] = pagesOf('acme');
  const { page, close } = await signedIn('ada', first, {
    viewport: { width: 360, height: 740 },
  });
  for (const path of [first, ...others]) {
    await page.goto(`${house.urls.console}${path}`);
    await settled(page);
    await expectAccessible(page, path);
  }
  await close();
});
