import { ERROR_CODES } from '@countersign/contracts/errors';
import { pageInput } from '@countersign/contracts/pagination';
import type { OAuthScope } from '@countersign/contracts/scopes';
import { z } from 'zod';
import { problemType } from './problem.ts';

/** Where the apps are, as callers reach them. */
export interface OpenApiAddresses {
  readonly mcpUrl: string;
  readonly authUrl: string;
  readonly consoleUrl: string;
}

export const IDEMPOTENCY_KEY = 'IdempotencyKey';

const SCOPES: Readonly<Record<OAuthScope, string>> = {
  'mcp:read': 'Read what the person may read.',
  'mcp:write': 'Change data outside billing, while the organization allows it.',
  'mcp:write:billing': 'Change billing too, while the organization allows it.',
};

/** Every status an operation can answer beside 200, with what it means. */
const STATUSES: Readonly<Record<string, string>> = {
  400: 'The input does not fit; `fields` names what.',
  401: 'The credential is missing, unknown, expired or revoked.',
  403: 'A signature is missing: a scope, a switch of the organization, or a role. `code` says which.',
  404: 'There is no such tool, or no such record for this caller.',
  405: 'A tool is called with POST.',
  409: 'The state of the record forbids it, or its version is another than expected.',
  413: 'The body is too long.',
  415: 'The body is not application/json.',
  429: 'Too many calls. `Retry-After` says when to go on.',
  500: 'Something failed on our side.',
  503: 'The service is busy. `Retry-After` says when to go on.',
};
export const REFUSALS = Object.keys(STATUSES);

/** On every answer to a caller. */
export const ANSWER_HEADERS = {
  'X-Request-Id': { $ref: '#/components/headers/RequestId' },
  RateLimit: { $ref: '#/components/headers/RateLimit' },
  'RateLimit-Policy': { $ref: '#/components/headers/RateLimitPolicy' },
};

const CHALLENGED = new Set(['401', '403']);
const RETRIED = new Set(['429', '503']);

/** What operations share. The security schemes are the two ways to a bearer credential. */
export function openApiComponents({ authUrl, mcpUrl, consoleUrl }: OpenApiAddresses) {
  return {
    securitySchemes: {
      oauth: {
        type: 'oauth2',
        description: `OAuth 2.1 with PKCE; the access token is for the resource ${mcpUrl}/mcp (RFC 8707).`,
        flows: {
          authorizationCode: {
            authorizationUrl: `${authUrl}/oauth/authorize`,
            tokenUrl: `${authUrl}/oauth/token`,
            refreshUrl: `${authUrl}/oauth/token`,
            scopes: SCOPES,
          },
        },
      },
      apiKey: {
        type: 'http',
        scheme: 'bearer',
        description: 'An API key of a person or of the organization, with scopes `<tier>:<module>` or `<tier>:*`.',
      },
    },
    parameters: {
      [IDEMPOTENCY_KEY]: {
        name: 'Idempotency-Key',
        in: 'header',
        description:
          'The same as the input `idempotencyKey`: the same key and input within 24 hours answers the first result again.',
        schema: { type: 'string', minLength: 1, maxLength: 255 },
      },
    },
    headers: {
      RequestId: { description: 'The id of the request in the logs.', schema: { type: 'string' } },
      Challenge: { description: 'How to get what is missing (RFC 6750, RFC 9728).', schema: { type: 'string' } },
      RateLimit: {
        description: 'What remains of each limit (draft-ietf-httpapi-ratelimit-headers-10).',
        schema: { type: 'string' },
      },
      RateLimitPolicy: {
        description: 'The limits there are, each with its quota and window.',
        schema: { type: 'string' },
      },
      RetryAfter: { description: 'Seconds to wait.', schema: { type: 'integer', minimum: 0 } },
    },
    responses: Object.fromEntries(Object.entries(STATUSES).map((entry) => [entry[0], response(...entry)])),
    schemas: {
      Problem: problemSchema(consoleUrl),
      PageLimit: withoutDialect(pageInput.limit),
      PageCursor: withoutDialect(pageInput.cursor),
      NextCursor: {
        type: ['string', 'null'],
        description: 'Pass it as `cursor` for the next page; null at the end.',
      },
    },
  };
}

function response(status: string, description: string) {
  const headers = {
    ...ANSWER_HEADERS,
    ...(CHALLENGED.has(status) && { 'WWW-Authenticate': { $ref: '#/components/headers/Challenge' } }),
    ...(RETRIED.has(status) && { 'Retry-After': { $ref: '#/components/headers/RetryAfter' } }),
  };
  return {
    description,
    headers,
    content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
  };
}

/** RFC 9457 with our extension members. Problems of HTTP itself (`about:blank`) have neither `code` nor `retry`. */
function problemSchema(consoleUrl: string) {
  return {
    type: 'object',
    required: ['type', 'title', 'status', 'detail', 'instance'],
    properties: {
      type: { type: 'string', format: 'uri', examples: [problemType(consoleUrl, 'not_found')] },
      title: { type: 'string' },
      status: { type: 'integer' },
      detail: { type: 'string', description: 'What happened and what to do next, in a sentence.' },
      instance: { type: 'string', format: 'uri', description: 'The request, as `urn:uuid:`.' },
      code: { type: 'string', enum: Object.keys(ERROR_CODES) },
      retry: { type: 'string', enum: [...new Set(Object.values(ERROR_CODES).map(({ retry }) => retry))] },
      fields: {
        type: 'array',
        items: {
          type: 'object',
          required: ['path', 'problem'],
          properties: { path: { type: 'string' }, problem: { type: 'string' } },
        },
      },
      scopes: { type: 'array', items: { type: 'string' } },
      url: { type: 'string', format: 'uri', description: 'Where a person can change the answer.' },
      currentVersion: { type: 'integer' },
      retryAfterSeconds: { type: 'integer' },
    },
  };
}

function withoutDialect(schema: z.ZodType) {
  const { $schema: _, ...converted } = z.toJSONSchema(schema, { io: 'input' });
  return converted;
}
