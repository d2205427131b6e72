import type { Locator, Page } from 'playwright-core';
import { expect } from 'vitest';

/** What a person does who never touches a pointer. */

const TABS_MAX = 80;

/** Goes on from where the focus is until it is at its target, and never out of sight. */
async function tabTo(page: Page, target: Locator): Promise<void> {
  await target.waitFor({ state: 'attached' });
  for (let tabs = 0; tabs < TABS_MAX; tabs += 1) {
    if ((await target.and(page.locator(':focus')).count()) > 0) return;
    await page.keyboard.press('Tab');
    const at = page.locator(':focus');
    // After the last one come the browser's own controls, and then the first again.
    if ((await at.count()) === 0) continue;
    // A focus that nobody can see is none (WCAG 2.2, 2.4.7).
    const box = await at.boundingBox();
    expect(box ? box.x + box.width : 0, 'the right edge of what has the focus').toBeGreaterThan(0);
  }
  throw new Error(`${String(target)} was not reached with ${TABS_MAX} tabs`);
}

export async function press(page: Page, target: Locator, key = 'Enter'): Promise<void> {
  await tabTo(page, target);
  await page.keyboard.press(key);
}

/** Opens a dialog and leaves it undecided: the focus is where it was. */
export async function openAndLeave(page: Page, target: Locator, key = 'Enter'): Promise<void> {
  await press(page, target, key);
  await page.getByRole('dialog').waitFor();
  await page.keyboard.press('Escape');
  await page.getByRole('dialog').waitFor({ state: 'hidden' });
  await expect.poll(() => target.and(page.locator(':focus')).count()).toBe(1);
}

/** Native choice: the first letters of an option choose it. */
export async function type(page: Page, target: Locator, text: string): Promise<void> {
  await tabTo(page, target);
  await page.keyboard.type(text);
}

/** What has the focus, as it is read; empty while it is lost. */
export async function focused(page: Page): Promise<string> {
  const script = "((one) => one === document.body ? '' : one.ariaLabel ?? one.textContent)(document.activeElement)";
  return String(await page.evaluate(script));
}
