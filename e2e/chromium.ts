import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type Browser, type BrowserContextOptions, chromium, type LaunchOptions, type Page } from 'playwright-core';

/** Debian's Chromium unless told otherwise; it asks nothing of the network but what a page asks. */
export async function launchChromium(options: LaunchOptions = {}): Promise<Browser> {
  return chromium.launch({
    ...options,
    executablePath: process.env['CHROMIUM_PATH'] ?? '/usr/bin/chromium',
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
}

export interface Window {
  readonly page: Page;
  /** What the browser complained about: blocked scripts, failed requests, exceptions. */
  readonly complaints: string[];
  readonly close: () => Promise<void>;
}

/** A fresh profile with one page, of somebody who asked for no motion: what has closed is gone, and nothing is pressed while it fades. */
export async function openWindow(
  browser: Pick<Browser, 'newContext'>,
  options: BrowserContextOptions = {},
): Promise<Window> {
  const context = await browser.newContext({ reducedMotion: 'reduce', ...options });
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error' && !/status of 4\d\d/.test(message.text())) complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(String(error)));
  return { page, complaints, close: () => context.close() };
}

export interface ClientCallback {
  readonly redirectUrl: string;
  readonly close: () => void;
}

/** The program on this computer that a person is sent back to. */
export async function openClientCallback(): Promise<ClientCallback> {
  const server = createServer((_request, response) => response.end('Back at the client.'));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return { redirectUrl: `http://127.0.0.1:${port}/callback`, close: () => server.close() };
}

/** Opens an address that asks for a sign-in, and signs one of the demo's people in. */
export async function signInAt(page: Page, address: string, person: string): Promise<void> {
  await page.goto(address);
  await page.getByLabel('E-mail').fill(`${person}@example.test`);
  await page.getByLabel('Password').fill('countersign-demo');
  await page.getByRole('button', { name: 'Sign in' }).click();
}

/** A window of the console at a path, signed in through the authorization server. */
export async function openConsole(
  browser: Pick<Browser, 'newContext'>,
  consoleUrl: string,
  person: string,
  path: string,
  options: BrowserContextOptions = {},
): Promise<Window> {
  const window = await openWindow(browser, options);
  await signInAt(window.page, `${consoleUrl}${path}`, person);
  await window.page.waitForURL(`${consoleUrl}${path}`);
  return window;
}
