import { messageView } from './message.ts';

export interface OAuthError {
  /** The code of RFC 6749 §4.1.2.1 or of the authorization server, such as `invalid_request`. */
  readonly error: string;
  /** The library's own sentence for a developer; shown as a reference, escaped. */
  readonly description?: string | undefined;
}

/**
 * The page for an authorization request that cannot be answered by a redirect, because its client or its redirect address is not to
 * be trusted. Answer it with PAGE_HEADERS.
 */
export function renderOAuthError({ error, description }: OAuthError): string {
  const words = WORDS[error] ?? {
    title: 'This request cannot be answered',
    detail: 'The program that sent you here asked for something this server does not understand.',
  };
  return messageView({
    title: words.title,
    paragraphs: [
      words.detail,
      'Nothing was connected and nothing was changed. Go back to the program you came from and connect again. If this page comes back, remove the connector there and add it anew.',
    ],
    reference: description ? `${error}: ${description}` : error,
  });
}

/**
 * When a client names itself by a document that this server could not read. The client may be as good as ever, and whoever sees this can do
 * something: so it says which document, why, and what.
 */
export function renderDocumentError({ url, why }: { readonly url: string; readonly why: string }): string {
  return messageView({
    title: 'The description of this client could not be read',
    paragraphs: [
      `The program that sent you here describes itself in a document at ${url}. This server could not read it: ${why}.`,
      'Nothing was connected and nothing was changed. Wait a minute and connect again from there.',
      'If this page comes back, tell whoever runs this service: it needs a way to that address, or has to be set so that clients register instead (CLIENT_METADATA_DOCUMENTS). Then remove the connector in the program and add it anew.',
    ],
    reference: `client_id: ${url}`,
  });
}

const WORDS: Readonly<Record<string, { readonly title: string; readonly detail: string } | undefined>> = {
  invalid_client: {
    title: 'This client is not known here',
    detail: 'The program that sent you here is not registered, or its registration has expired.',
  },
  invalid_redirect_uri: {
    title: 'The way back does not match',
    detail:
      'The address you would be sent back to is not one this client registered, so you stay here, where it is safe.',
  },
  invalid_request: {
    title: 'Part of the request is missing or wrong',
    detail: 'The program that sent you here left something out, or wrote it in a way that cannot be trusted.',
  },
  server_error: {
    title: 'Something failed on our side',
    detail: 'The request could not be finished. It is noted in our log.',
  },
  temporarily_unavailable: {
    title: 'Not available at the moment',
    detail: 'The service cannot answer this just now. Wait a minute and try again.',
  },
};
