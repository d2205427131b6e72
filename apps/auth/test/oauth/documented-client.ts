import { authorizationUrl, pkce, REDIRECT_URI } from '@countersign/testing/oauth-client';
import type { Fetch } from '../../src/provider/metadata-documents.ts';
import type { TestAuth } from './harness.ts';

/** The web as these tests need it: one answer for every address, and the addresses that were asked. */
export function web() {
  const asked: string[] = [];
  const state = { answer: (_url: string): Response | Promise<Response> => new Response(null, { status: 404 }) };
  const fetchDocument: Fetch = async (url) => {
    asked.push(url);
    return state.answer(url);
  };
  return { asked, state, fetchDocument };
}

export const document = (id: string, members: object = {}) => ({
  client_id: id,
  client_name: 'Documented client',
  redirect_uris: [REDIRECT_URI],
  ...members,
});

export function attempt(app: TestAuth, clientId: string, redirectUri = REDIRECT_URI) {
  const request = { client_id: clientId, redirect_uri: redirectUri, code_challenge: pkce().challenge };
  const url = authorizationUrl(app, request);
  return app.inject({ url, headers: { accept: 'text/html' } });
}
