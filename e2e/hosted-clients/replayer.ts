import { once } from 'node:events';
import { type IncomingMessage, request } from 'node:http';
import { text as textOf } from 'node:stream/consumers';
import { pkce } from '@countersign/testing/oauth-client';
import type { Person } from '@countersign/testing/person';
import { expect } from 'vitest';
import type { House } from '../house.ts';
import type { Replay, Sent, Visit } from './hosted-client.ts';

type Kept = Record<string, string>;

export type Player = (replay: Replay) => Promise<void>;

/** Plays one client’s replays, in their order: what one keeps, the next may name. */
export function playerOf({ urls }: House, person: Person): Player {
  const { verifier, challenge } = pkce();
  const kept: Kept = { mcp: urls.mcp, auth: urls.auth, verifier, challenge };
  return async ({ exchange }) => {
    for (const step of exchange) await ('visit' in step ? visit(step, kept, person) : send(step, kept));
  };
}

async function visit({ visit: asked, at = '{auth}/oauth/authorize', choice }: Visit, kept: Kept, person: Person) {
  const usual = { response_type: 'code', code_challenge_method: 'S256', code_challenge: '{challenge}', state: 'state' };
  const query = new URLSearchParams(filled({ ...usual, ...asked }, kept));
  const address = `${filled(at, kept)}?${query.toString()}`;
  const callback = await person.consent(address, { organization: 'Acme Studio', ...choice });
  expect(callback.searchParams.get('iss')).toBe(kept['auth']);
  kept['code'] = callback.searchParams.get('code') ?? '';
}

async function send({ send: line, headers = {}, form, json, text, answer, keep = {} }: Sent, kept: Kept) {
  const [method = '', address = ''] = filled(line, kept).split(' ');
  const [type, body] = form
    ? ['application/x-www-form-urlencoded', new URLSearchParams(filled(form, kept)).toString()]
    : ['application/json', json === undefined ? text : JSON.stringify(filled(json, kept))];
  const described = body === undefined ? {} : { 'Content-Type': type };
  const outgoing = request(address, { method, headers: { ...described, ...filled(headers, kept) } });
  outgoing.end(body);
  const [incoming] = (await once(outgoing, 'response')) as [IncomingMessage];
  const raw = await textOf(incoming);
  expect(incoming.statusCode, `${line}: ${raw.slice(0, 500)}`).toBe(answer.status);
  expect(incoming.headers).toMatchObject(filled(answer.headers ?? {}, kept));
  const received = contentOf(incoming, raw);
  if (typeof answer.body === 'string') expect(raw).toContain(filled(answer.body, kept));
  else if (answer.body) expect(received).toMatchObject(filled(answer.body, kept));
  for (const [name, member] of Object.entries(keep)) kept[name] = String((received as Record<string, unknown>)[member]);
  // Neither holds anything that RFC 6749 §2.3.1 would escape.
  kept['basic'] = Buffer.from(`${kept['client']}:${kept['secret']}`).toString('base64');
  kept['nosecret'] = Buffer.from(`${kept['client']}:`).toString('base64');
}

/** The same with what is kept in the place of names in braces; anything but texts, lists and plain objects stays as it is. */
function filled<Value>(value: Value, kept: Kept): Value {
  if (typeof value === 'string') {
    return value.replaceAll(/\{(\w+)\}/g, (all, name: string) => kept[name] ?? all) as Value;
  }
  if (Array.isArray(value)) return value.map((item: unknown) => filled(item, kept)) as Value;
  if (typeof value !== 'object' || value === null || Object.getPrototypeOf(value) !== Object.prototype) return value;
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, filled(member, kept)])) as Value;
}

/** JSON as it is, or the last message of a stream. */
function contentOf({ headers }: IncomingMessage, raw: string): unknown {
  const type = headers['content-type'] ?? '';
  if (type.includes('json') && raw !== '') return JSON.parse(raw);
  if (!type.startsWith('text/event-stream')) return raw;
  const messages = raw.split('\n').filter((line) => line.startsWith('data: {'));
  return JSON.parse(messages.at(-1)?.slice('data: '.length) ?? 'null');
}
