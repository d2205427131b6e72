export const APPS = ['auth', 'mcp', 'console', 'worker'] as const;
export type App = (typeof APPS)[number];
/** Those that people and clients come to; the worker answers only whoever watches it. */
export const PUBLIC_APPS = ['auth', 'mcp', 'console'] as const satisfies readonly App[];
export type PublicApp = (typeof PUBLIC_APPS)[number];

/** The name of an app's own variable, such as AUTH_PORT. */
export function variable(app: App, name: 'PORT' | 'URL'): string {
  return `${app.toUpperCase()}_${name}`;
}
