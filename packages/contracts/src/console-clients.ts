import type { Named } from './console-api.ts';

/** An OAuth client that an admin made by hand. It connects to its organization alone. */
export interface ClientView {
  readonly id: string;
  readonly name: string;
  readonly redirectUris: readonly string[];
  readonly createdAt: string;
  /** When somebody last allowed it; null before that. */
  readonly lastUsedAt: string | null;
  /** Who made it; null when they are gone. */
  readonly madeBy: string | null;
  readonly connections: number;
}

/** `GET /api/orgs/:slug/clients`, for its admins. */
export interface ClientsView {
  readonly organization: Named;
  readonly clients: readonly ClientView[];
}

/** The body of the `POST`. */
export interface NewClientBody {
  readonly name: string;
  readonly redirectUris: readonly string[];
}

/** Its answer: the one time that the secret is told, with what a host's form asks for beside it. */
export interface MadeClientView {
  readonly client: ClientView;
  readonly secret: string;
  readonly authorizationUrl: string;
  readonly tokenUrl: string;
  readonly scopes: string;
}

export const CLIENT_NAME_LENGTH_MAX = 100;
/** Enough for every host there is; a list that nobody can oversee protects nobody. */
export const CLIENTS_MAX = 20;
export const CLIENT_REDIRECTS_MAX = 10;
