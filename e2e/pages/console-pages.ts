/** Every page of the console by its path, and what each is called under `/orgs/<slug>/settings/`. */
export const OWN_PAGES = [
  '/settings/connections',
  '/settings/api-keys',
  '/settings/sign-ins',
  '/tools',
  '/connect',
  '/connect/claude-code',
];
export const ADMIN_PAGES = ['mcp-write-access', 'connections', 'api-access', 'change-rules', 'company', 'members'];

/** What one person walks through: their own pages and those of one organization. */
export function pagesOf(slug: string): string[] {
  return [...OWN_PAGES, ...ADMIN_PAGES.map((page) => `/orgs/${slug}/settings/${page}`)];
}
