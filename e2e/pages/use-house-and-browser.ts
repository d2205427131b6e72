import type { Browser, BrowserContextOptions, LaunchOptions } from 'playwright-core';
import { afterAll, beforeAll } from 'vitest';
import { launchChromium, openConsole, type Window } from '../chromium.ts';
import type { House } from '../house.ts';
import { useHouse } from '../use-house.ts';

export interface HouseAndBrowser {
  readonly house: House;
  readonly browser: Pick<Browser, 'newContext'>;
  /** A window of the console at a path, signed in through the authorization server. */
  readonly signedIn: (person: string, path: string, options?: BrowserContextOptions) => Promise<Window>;
}

/** Gives the calling test file a house and a browser for as long as it runs. */
export function useHouseAndBrowser(options?: LaunchOptions): HouseAndBrowser {
  const house = useHouse();
  let launched: Browser | undefined;
  beforeAll(async () => {
    launched = await launchChromium(options);
  });
  afterAll(() => launched?.close());
  const browser: HouseAndBrowser['browser'] = {
    newContext: (context) => {
      if (!launched) throw new Error('The browser is there once the tests run.');
      return launched.newContext(context);
    },
  };
  return {
    house,
    browser,
    signedIn: (person, path, window) => openConsole(browser, house.urls.console, person, path, window),
  };
}
