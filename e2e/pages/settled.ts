import type { Page } from 'playwright-core';

/** Until the page that was gone to shows what it came for: its heading, and nothing that stands for what is still on its way. */
export async function settled(page: Page): Promise<void> {
  await page.getByRole('heading', { level: 1 }).waitFor();
  await page.locator('.mantine-Skeleton-root[data-visible]').first().waitFor({ state: 'detached' });
}
