import { describe, expect, it } from 'vitest';
import { answerType, isJson, prefersPage } from './media-types.ts';

const JSON_TYPE = 'application/json';
const EVENTS = 'text/event-stream';
/** What HttpURLConnection sends by itself. */
const JAVA = 'text/html, image/gif, image/jpeg, *; q=.2, */*; q=.2';
const BROWSER = 'text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,*/*;q=0.8';

describe('an answer is JSON', () => {
  // modelcontextprotocol/typescript-sdk#1944, honojs/middleware#1799, anthropics/claude-code#45368
  it.each([
    undefined,
    '',
    ' , ',
    '*/*',
    '*',
    'application/json',
    'application/*',
    'Application/JSON',
    'APPLICATION/*, TEXT/*',
    'application/json, text/event-stream',
    'text/event-stream, application/json;q=0.1',
    'application/json; charset=utf-8',
    'application/json;q=0.5;ext=1',
    'text/html, */*;q=0.1',
    'text/html;q=0, */*',
    'application/*;q=0, application/json',
    JAVA,
    BROWSER,
  ])('for %j', (accept) => expect(answerType(accept)).toBe(JSON_TYPE));

  it.each([
    EVENTS,
    'Text/Event-Stream',
    'text/*',
    'application/json;q=0, */*',
    'application/json; q=0.000, text/*;q=1',
  ])('and one event for %j', (accept) => expect(answerType(accept)).toBe(EVENTS));

  it.each([
    'text/html',
    'image/*',
    '*/*;q=0',
    'application/xml, text/plain',
    'application/json;q=0',
    'application/*;q=0',
  ])('and nothing there is for %j', (accept) => expect(answerType(accept)).toBeUndefined());
});

it('a page is for whoever asks for one by name, and would not rather have JSON', () => {
  for (const accept of [BROWSER, 'text/html', JAVA]) expect(prefersPage(accept)).toBe(true);
  for (const accept of [undefined, '*/*', 'text/*', JSON_TYPE, EVENTS, 'text/html;q=0.5, application/json'])
    expect(prefersPage(accept)).toBe(false);
});

describe('a body is JSON', () => {
  it.each([
    'application/json',
    'application/json; charset="UTF-8"',
    'application/json;charset=utf-8;',
    ' Application/JSON ; Charset=UTF-8',
    'application/vnd.api+json',
    'application/json-rpc+json; version=2',
    'application/json, application/json',
  ])('that says %j', (type) => expect(isJson(type)).toBe(true));

  it.each([
    undefined,
    '',
    'text/plain',
    'text/json',
    'application/x-www-form-urlencoded',
    'application/jsonp',
    'application/+json',
    'multipart/form-data',
    'application/xml+jsonx',
    'json',
  ])('and not if it says %j', (type) => expect(isJson(type)).toBe(false));
});
