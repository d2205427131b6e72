/** What an assistant is given: a short name of ours, and the address. */
export interface Connector {
  readonly name: string;
  readonly url: string;
}

export interface GuideStep {
  readonly text: string;
  /** Something to take along, exactly as it is needed. */
  readonly snippet?: { readonly text: string; readonly what: string; readonly file?: string };
}

/** How one client is connected. Names of menus and keys are the client's own. */
export interface ClientGuide {
  /** The last part of the page's address. */
  readonly slug: string;
  readonly name: string;
  readonly about: string;
  /** True when it calls from its maker's servers, which reach public https addresses only. */
  readonly isHosted: boolean;
  /** A link that opens the client with everything filled in. */
  readonly link?: { readonly label: string; readonly href: (connector: Connector) => string };
  readonly steps: (connector: Connector) => readonly GuideStep[];
  readonly notes: (connector: Connector) => readonly string[];
}

/** Settings as a person would write them into a file. */
export function asJson(settings: object): string {
  return JSON.stringify(settings, null, 2);
}

/** The last step everywhere but where a program signs in by itself. */
export const SIGN_IN: GuideStep = {
  text: 'Sign in on the page that opens, and decide: one organization, perhaps one team, and whether the assistant may write. Then press Allow.',
};
