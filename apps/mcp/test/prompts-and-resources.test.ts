import { OAUTH_SCOPES } from '@countersign/contracts/scopes';
import { catalogue, files } from '@countersign/domain/catalogue';
import { demoRecords } from '@countersign/domain/test/demo-records';
import { newId } from '@countersign/runtime/ids';
import { useTestDatabase } from '@countersign/testing/use-test-database';
import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { aKey, buildTestApp, connect, ERAS, type Era, message, READ_ONLY, setSwitches } from './test-app.ts';

const database = useTestDatabase('demo');
let app: FastifyInstance;
let everything: string;
let reading: string;
beforeAll(async () => {
  app = await buildTestApp(database.tools, { catalogue, files });
  everything = (await connect(database)).accessToken();
  reading = (await connect(database, { approved: READ_ONLY })).accessToken();
});
afterAll(() => app.close());

interface Answer {
  readonly result?: Record<string, unknown> & {
    readonly prompts?: readonly { readonly name: string; readonly arguments: readonly object[] }[];
    readonly resources?: readonly { readonly uri: string }[];
    readonly resourceTemplates?: readonly { readonly uriTemplate: string }[];
    readonly messages?: readonly { readonly content: { readonly text: string } }[];
    readonly contents?: readonly { readonly uri: string; readonly mimeType: string; readonly text: string }[];
  };
  readonly error?: { readonly code: number; readonly message: string; readonly data?: object };
}

async function ask(era: Era, method: string, params: Record<string, unknown>, accessToken: string, url = '/mcp') {
  const options = message(era, method, params, { accessToken, url });
  const uri = params['uri'];
  const headers = { ...options.headers, ...(era === 'modern' && typeof uri === 'string' && { 'mcp-name': uri }) };
  const response = await app.inject({ ...options, headers });
  return { status: response.statusCode, headers: response.headers, ...response.json<Answer>() };
}

const modules = [...new Set([...catalogue.values()].map(({ module }) => module))];

describe('every declaration', () => {
  it.each(modules.flatMap(({ prompts = [] }) => prompts).map((prompt) => ({ name: prompt.name, prompt })))(
    'the prompt $name is of tools that there are',
    ({ prompt }) => {
      expect(prompt.tools.filter((name) => !catalogue.has(name))).toEqual([]);
    },
  );

  it.each(modules.flatMap(({ resources = [] }) => resources).map((resource) => ({ name: resource.name, resource })))(
    'the resource $name is read through a tool that only reads, whose inputs its address names',
    ({ resource }) => {
      const tool = catalogue.get(resource.tool)?.tool;
      expect(tool?.effect).toBe('read');
      const named = [...resource.uriTemplate.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
      expect(named.filter((name) => name === undefined || !(name in (tool?.input.shape ?? {})))).toEqual([]);
    },
  );
});

describe.each(ERAS)('prompts (%s)', (era) => {
  it('are listed with their arguments, to whom has every tool of theirs', async () => {
    const all = await ask(era, 'prompts/list', {}, everything);
    expect(all.result?.prompts?.map(({ name }) => name)).toEqual([
      'weekly_review',
      'project_status',
      'month_end_invoicing',
    ]);
    expect(all.result?.prompts?.[1]?.arguments).toEqual([
      { name: 'project', description: 'Its name, or a part of it.', required: true },
    ]);
    const some = await ask(era, 'prompts/list', {}, reading);
    expect(some.result?.prompts?.map(({ name }) => name)).toEqual(['weekly_review', 'project_status']);
    const chosen = await ask(era, 'prompts/list', {}, everything, '/mcp?toolsets=projects,tasks');
    expect(chosen.result?.prompts?.map(({ name }) => name)).toEqual(['project_status']);
  });

  it('become words with what the person typed', async () => {
    const params = { name: 'project_status', arguments: { project: 'Harbour' } };
    const { result } = await ask(era, 'prompts/get', params, reading);
    expect(result?.messages?.[0]?.content.text).toContain('status report of the project “Harbour”');
  });

  it.each([
    [
      'that is not shown',
      { name: 'month_end_invoicing' },
      'There is no prompt of that name. prompts/list names those there are.',
    ],
    [
      'that there is not',
      { name: 'constructor' },
      'There is no prompt of that name. prompts/list names those there are.',
    ],
    ['without what it needs', { name: 'project_status' }, 'project'],
    ['with a line too many', { name: 'project_status', arguments: { project: 'a\nb' } }, 'project'],
    ['with an unknown argument', { name: 'weekly_review', arguments: { x: 'y' } }, 'does not know'],
  ])('%s is refused', async (_what, params, words) => {
    const { error } = await ask(era, 'prompts/get', params, reading);
    expect(error).toMatchObject({ code: -32602, message: expect.stringContaining(words) });
  });
});

describe.each(ERAS)('resources (%s)', (era) => {
  it('are listed as far as their tools were granted and chosen', async () => {
    const fixed = await ask(era, 'resources/list', {}, reading);
    expect(fixed.result?.resources?.map(({ uri }) => uri)).toEqual(['countersign://company-profile']);
    const templates = await ask(era, 'resources/templates/list', {}, reading);
    expect(templates.result?.resourceTemplates?.map(({ uriTemplate }) => uriTemplate)).toContain(
      'countersign://documents/{documentId}/text',
    );
    const { key } = await aKey(database, { scopes: ['read:projects'] });
    expect((await ask(era, 'resources/list', {}, key)).result?.resources).toEqual([]);
    expect((await ask(era, 'resources/list', {}, reading, '/mcp?toolsets=projects')).result?.resources).toEqual([]);
  });

  it('are read through their tool: the company profile, and the text of a document', async () => {
    const profile = await ask(era, 'resources/read', { uri: 'countersign://company-profile' }, reading);
    expect(JSON.parse(profile.result?.contents?.[0]?.text ?? '')).toMatchObject({ legalName: expect.any(String) });
    const { documentId } = await demoRecords(database, 'acme');
    const uri = `countersign://documents/${documentId}/text`;
    const { result } = await ask(era, 'resources/read', { uri }, reading);
    expect(result?.contents).toEqual([{ uri, mimeType: 'text/plain', text: expect.any(String) }]);
  });

  it('are files as well: an invoice is the PDF a customer gets', async () => {
    const { invoiceId } = await demoRecords(database, 'acme');
    const uri = `countersign://invoices/${invoiceId}/pdf`;
    const { result } = await ask(era, 'resources/read', { uri }, reading);
    expect(result?.contents).toEqual([{ uri, mimeType: 'application/pdf', blob: expect.stringMatching(/^JVBERi0/) }]);
  });

  it('that are missing, of another organization or of another team are one answer, as are addresses of nothing', async () => {
    const { documentId, invoiceId } = await demoRecords(database, 'initech');
    const paths = [documentId, newId()].map((id) => `documents/${id}/text`);
    paths.push(...[invoiceId, newId()].map((id) => `invoices/${id}/pdf`));
    for (const path of [...paths, 'documents/nonsense/text', 'nothing']) {
      const uri = `countersign://${path}`;
      const { status, error } = await ask(era, 'resources/read', { uri }, reading);
      expect({ status, error: JSON.stringify(error).replaceAll(uri, 'URI') }).toEqual({
        status: 200,
        error: JSON.stringify({ code: -32602, message: 'Resource not found: URI', data: { uri: 'URI' } }),
      });
    }
  });

  it('obey the switch from the next request', async () => {
    await setSwitches(database.owner, 'acme', { mcpAccess: false });
    const { error } = await ask(era, 'resources/read', { uri: 'countersign://company-profile' }, reading);
    await setSwitches(database.owner, 'acme', { mcpAccess: true });
    expect(error).toMatchObject({
      message: expect.stringContaining('access_disabled: '),
      data: { code: 'access_disabled' },
    });
  });

  it('that the token was narrowed away from are challenged for', async () => {
    const narrowed = (await connect(database, { approved: OAUTH_SCOPES })).accessToken([]);
    const { status, headers } = await ask(era, 'resources/read', { uri: 'countersign://company-profile' }, narrowed);
    expect(status).toBe(403);
    expect(headers['www-authenticate']).toContain('scope="mcp:read"');
  });
});
