import { setTimeout as sleep } from 'node:timers/promises';
import { Person } from '@countersign/testing/person';
import type { Page } from 'playwright-core';
import { beforeAll, expect, it } from 'vitest';
import { openConsole, openWindow, signInAt } from '../chromium.ts';
import { connect } from '../mcp-client.ts';
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
    seen.loading ||= document.querySelector('h1') !== null && document.querySelector('.mantine-Skeleton-root') !== null;
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
const { house, browser } = useHouseAndBrowser({ ignoreDefaultArgs: ['--hide-scrollbars'] });
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

async function visit(page: Page, address: string): Promise<Seen> {
  await page.goto(address);
  await page.getByRole('heading', { level: 1 }).waitFor();
  await page.waitForLoadState('networkidle');
  return page.evaluate<Seen>('seen');
}

const VISITS = [
  ['ada', 'acme', 1200],
  ['ada', 'acme', 360],
  ['dana', 'globex', 1200],
  ['cleo', 'acme', 360],
] as const;

it.each(VISITS)('nothing moves while the pages of %s in %s load, %i pixels wide', async (person, slug, width) => {
  const [first = '', ...others] = pagesOf(slug);
  const viewport = { width, height: 900 };
  const { page, close } = await openConsole(browser, house.urls.console, person, first, { viewport });
  await page.addInitScript(RECORD);
  await holdAnswersBack(page);
  for (const path of [first, ...others]) {
    const { shift, moved, loading } = await visit(page, `${house.urls.console}${path}`);
    expect([path, moved, loading]).toEqual([path, [], true]);
    expect(shift, path).toBeLessThanOrEqual(SHIFT_MAX);
  }
  await close();
});

it.each([1200, 360])('nothing moves while the pages about signing in load, %i pixels wide', async (width) => {
  const { page, close } = await openWindow(browser, { viewport: { width, height: 900 } });
  await page.addInitScript(RECORD);
  await holdScriptsBack(page);
  for (const path of ['/sign-in', '/forgot-password', '/sign-up', '/account/passkeys', '/account/password']) {
    const address = `${house.urls.auth}${path}`;
    if (path === '/account/passkeys') await signInAt(page, address, 'ada');
    const { shift, moved } = await visit(page, address);
    expect([path, moved]).toEqual([path, []]);
    expect(shift, path).toBeLessThanOrEqual(SHIFT_MAX);
  }
  await close();
});
