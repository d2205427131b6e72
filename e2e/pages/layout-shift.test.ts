import { setTimeout as sleep } from 'node:timers/promises';
import { Person } from '@countersign/testing/person';
import type { Page } from 'playwright-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { openWindow, signInAt } from '../chromium.ts';
import { Credentials, connect } from '../mcp-client.ts';
import { authorizationUrl } from '../oauth.ts';
import { pagesOf } from './console-pages.ts';
import { useHouseAndBrowser } from './use-house-and-browser.ts';

/**
 * The most that the layout shifts of one page may add up to. The pages measure zero; a badge that grew by four pixels above a list was
 * 0.0008 at 1200 pixels, and a form that appeared above the last line of the sign-in page 0.01 at 360. What the web calls good is
 * below 0.1 (web.dev/articles/cls).
 */
const SHIFT_MAX = 0.0005;

/** Collects what the browser calls a layout shift, whether a skeleton was painted, and every heading that has been in two places. */
const RECORD = `
  globalThis.seen = { shift: 0, moved: [], loading: false };
  new PerformanceObserver((list) => {
    for (const { value, hadRecentInput } of list.getEntries()) if (!hadRecentInput) seen.shift += value;
  }).observe({ type: 'layout-shift', buffered: true });
  const places = new Map();
  const look = () => {
    seen.loading ||= document.querySelector('h1') !== null && document.querySelector('.mantine-Skeleton-root[data-visible]') !== null;
    for (const heading of document.querySelectorAll('h1, h2')) {
      const { left, top } = heading.getBoundingClientRect();
      const place = Math.round(left) + ', ' + Math.round(top + scrollY);
      const before = places.get(heading.textContent) ?? place;
      if (place !== before) seen.moved.push(heading.textContent + ': ' + before + ' → ' + place);
      places.set(heading.textContent, place);
    }
    requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
`;

// With scrollbars that take room, as on most people's screens.
const { house, browser, signedIn } = useHouseAndBrowser({ ignoreDefaultArgs: ['--hide-scrollbars'] });
beforeAll(async () => {
  for (const organization of ['Acme Studio', 'Initech']) {
    const choice = { organization, write: true };
    const client = await connect('SDK v2, 2026-07-28', `${house.urls.mcp}/mcp`, new Person('ada'), choice);
    await client.close();
  }
});

/** Holds back the answers until the page stands without them, and lets them come one after another: every state on the way is painted. */
async function holdAnswersBack(page: Page): Promise<void> {
  let asked = 0;
  await page.route('**/api/**', async (route) => {
    asked += 1;
    const turn = asked % 4;
    await page.getByRole('heading', { level: 1 }).waitFor();
    await sleep(100 + 100 * turn);
    await route.continue();
  });
}

/** Scripts that come after the first paint, as over a slow line. */
async function holdScriptsBack(page: Page): Promise<void> {
  await page.route('**/*.js', async (route) => {
    await sleep(300);
    await route.continue();
  });
}

interface Seen {
  readonly shift: number;
  readonly moved: readonly string[];
  readonly loading: boolean;
}

/** Loads a page and expects that nothing on it moves. Answers whether it was painted while something was on the way. */
async function expectStill(
  page: Page,
  address: string,
  until = page.getByRole('heading', { level: 1 }),
): Promise<boolean> {
  await page.goto(address);
  await until.waitFor();
  await page.waitForLoadState('networkidle');
  const { shift, moved, loading } = await page.evaluate<Seen>('seen');
  expect(moved, address).toEqual([]);
  expect(shift, address).toBeLessThanOrEqual(SHIFT_MAX);
  return loading;
}

/** A window in which things move as for most people, and which records what moves. */
const WINDOW = (width: number) => ({ viewport: { width, height: 900 }, reducedMotion: 'no-preference' }) as const;

async function openRecorded(person: string, path: string, width: number) {
  const window = await signedIn(person, path, WINDOW(width));
  await window.page.addInitScript(RECORD);
  await holdAnswersBack(window.page);
  return window;
}

it.each([
  ['ada', 'acme', 1200],
  ['ada', 'acme', 360],
  ['dana', 'globex', 1200],
  ['cleo', 'acme', 360],
] as const)('nothing moves while the pages of %s in %s load, %i pixels wide', async (person, slug, width) => {
  const paths = pagesOf(slug);
  const { page, close } = await openRecorded(person, '/tools', width);
  for (const path of paths)
    expect([path, await expectStill(page, `${house.urls.console}${path}`)]).toEqual([path, true]);
  await close();
});

it.each([1200, 360])(
  'nothing moves while the pages about signing in and consent load, %i pixels wide',
  async (width) => {
    const { page, close } = await openWindow(browser, WINDOW(width));
    await page.addInitScript(RECORD);
    await holdScriptsBack(page);
    const { auth } = house.urls;
    for (const path of ['/sign-in', '/forgot-password', '/sign-up']) await expectStill(page, `${auth}${path}`);
    await signInAt(page, `${auth}/account/passkeys`, 'ada');
    const { url: consent } = await authorizationUrl(house, new Credentials('http://127.0.0.1:9/callback'));
    for (const address of [`${auth}/account/passkeys`, `${auth}/account/password`, consent])
      await expectStill(page, address);
    await close();
  },
);

describe('with the connector stopped', () => {
  beforeAll(() => house.apps.mcp.stop());

  it.each([1200, 600, 360])('nothing moves when the check says so, %i pixels wide', async (width) => {
    const { page, close } = await openRecorded('ada', '/tools', width);
    const warning = page.getByText('The connector cannot be reached');
    for (const path of ['/settings/connections', '/connect', '/connect/claude-code']) {
      await expectStill(page, `${house.urls.console}${path}`, warning);
    }
    await close();
  });
});
