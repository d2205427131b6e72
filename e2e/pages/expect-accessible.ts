import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from 'playwright-core';
import { expect } from 'vitest';

/** The rules that look at colours, and so at each scheme; everything else is the same in both. */
const COLOUR_RULES = ['color-contrast', 'link-in-text-block'];

/** No violation that axe finds in light or dark colours, and nothing to scroll sideways for; `name` says in a failure which page it was. */
export async function expectAccessible(page: Page, name: string): Promise<void> {
  await expectNone(new AxeBuilder({ page }), `${name}, light`);
  const overflow = await page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth');
  expect(overflow, name).toBeLessThanOrEqual(0);
  await showIn('dark', page);
  await expectNone(new AxeBuilder({ page }).withRules(COLOUR_RULES), `${name}, dark`);
  await showIn('light', page);
}

/** The console follows what a person prefers a moment later than the browser does. */
async function showIn(scheme: 'light' | 'dark', page: Page): Promise<void> {
  await page.emulateMedia({ colorScheme: scheme });
  const other = scheme === 'light' ? 'dark' : 'light';
  await page.locator(`html[data-mantine-color-scheme="${other}"]`).waitFor({ state: 'detached' });
}

async function expectNone(axe: AxeBuilder, name: string): Promise<void> {
  const { violations } = await axe.analyze();
  expect(violations.map(({ id, nodes }) => `${name}: ${id} ${JSON.stringify(nodes[0]?.target)}`)).toEqual([]);
}
