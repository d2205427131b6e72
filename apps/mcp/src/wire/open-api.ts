import type { Catalogue, CatalogueEntry } from '@countersign/contracts/catalogue';
import { pageInput } from '@countersign/contracts/pagination';
import { oauthScopesFor, type Requirement } from '@countersign/contracts/scopes';
import { jsonSchema, type ObjectSchema } from './json-schema.ts';
import {
  ANSWER_HEADERS,
  IDEMPOTENCY_KEY,
  type OpenApiAddresses,
  openApiComponents,
  REFUSALS,
} from './open-api-components.ts';
import { SERVER_INFO } from './server-identity.ts';

export interface OpenApiParts extends OpenApiAddresses {
  readonly catalogue: Catalogue;
}

/** Stands in for a record's id in an example. */
const SAMPLE_ID = '01940000-0000-7000-8000-000000000000';

/** The REST projection as an OpenAPI 3.1 document: one operation per tool, derived from its declaration and nothing else. */
export function openApiDocument(parts: OpenApiParts) {
  const entries = [...parts.catalogue.values()];
  const modules = [...new Set(entries.map(({ module }) => module))];
  return {
    openapi: '3.1.0',
    info: {
      title: SERVER_INFO.title,
      version: SERVER_INFO.version,
      description:
        'The tools of the catalogue, one operation each. Every call works in the one organization its credential is for.',
      license: { name: 'Proprietary', identifier: 'LicenseRef-Proprietary' },
    },
    servers: [{ url: parts.mcpUrl }],
    tags: modules.map(({ name, title }) => ({ name, 'x-displayName': title })),
    paths: Object.fromEntries(entries.map((entry) => [`/v1/tools/${entry.tool.name}`, { post: operation(entry) }])),
    components: openApiComponents(parts),
  };
}

function operation({ tool, requirement }: CatalogueEntry) {
  const input = withPageParts(jsonSchema(tool.input, 'input'), tool.input.shape);
  const examples = tool.examples.map(
    (value, index) => [`example${index + 1}`, { value: withSampleIds(value) }] as const,
  );
  return {
    operationId: tool.name,
    tags: [tool.module],
    summary: tool.title,
    description: tool.summary,
    security: securityOf(requirement),
    'x-effect': tool.effect,
    ...(tool.writes && { parameters: [{ $ref: `#/components/parameters/${IDEMPOTENCY_KEY}` }] }),
    requestBody: {
      required: (input.required ?? []).length > 0,
      content: { 'application/json': { schema: input, examples: Object.fromEntries(examples) } },
    },
    responses: {
      200: {
        description: 'What the tool answers.',
        headers: ANSWER_HEADERS,
        content: {
          'application/json': { schema: withPageParts(jsonSchema(tool.output, 'output'), tool.output.shape) },
        },
      },
      ...Object.fromEntries(REFUSALS.map((status) => [status, { $ref: `#/components/responses/${status}` }])),
    },
  };
}

/** One of these suffices. A key of any wider scope will do as well; the least is named. */
function securityOf(requirement: Requirement) {
  const key = { apiKey: [`${requirement.tier}:${requirement.module}`] };
  return requirement.keyOnly ? [key] : [{ oauth: oauthScopesFor(requirement) }, key];
}

/** The parts that every list has are the same components everywhere, so that a generated client has one pager. */
function withPageParts(schema: ObjectSchema, shape: Readonly<Record<string, unknown>>): ObjectSchema {
  const shared = {
    ...(shape['limit'] === pageInput.limit && { limit: { $ref: '#/components/schemas/PageLimit' } }),
    ...(shape['cursor'] === pageInput.cursor && { cursor: { $ref: '#/components/schemas/PageCursor' } }),
    ...('items' in shape && 'nextCursor' in shape && { nextCursor: { $ref: '#/components/schemas/NextCursor' } }),
  };
  return { ...schema, ...(schema.properties && { properties: { ...schema.properties, ...shared } }) };
}

/** `$name` values of an example stand for ids of the demo data. */
function withSampleIds(example: Record<string, unknown>): unknown {
  return JSON.parse(JSON.stringify(example), (_key, value: unknown) =>
    typeof value === 'string' ? value.replace(/(?<=^|:)\$\w+$/, SAMPLE_ID) : value,
  );
}
