import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';
import { library } from './installed.ts';
import type { Schema } from './lost-in-conversion.ts';

export interface ListedTool {
  readonly name: string;
  readonly description?: string;
  readonly inputSchema: Schema;
}

/** What a host’s library makes of a connector’s tools for its model: the schemas of their inputs by name. */
export type Converter = (
  url: string,
  key: string,
  listed: readonly ListedTool[],
) => Promise<ReadonlyMap<string, Schema>>;

/** OpenAI Agents with `convertSchemasToStrict`: https://openai.github.io/openai-agents-js/guides/mcp/ */
const openAiStrict: Converter = async (url, key) => {
  const { MCPServerStreamableHttp, getAllMcpTools } = await library<{
    MCPServerStreamableHttp: new (options: object) => { connect: () => Promise<void>; close: () => Promise<void> };
    getAllMcpTools: (options: object) => Promise<{ name: string; strict: boolean; parameters: Schema }[]>;
  }>('@openai/agents');
  const server = new MCPServerStreamableHttp({ url, name: 'countersign', requestInit: { headers: bearer(key) } });
  await server.connect();
  const tools = await getAllMcpTools({ mcpServers: [server], convertSchemasToStrict: true });
  await server.close();
  const loose = tools.filter(({ strict }) => !strict).map(({ name }) => name);
  if (loose.length > 0) throw new Error(`Not converted to strict schemas: ${loose.join(', ')}`);
  return new Map(tools.map(({ name, parameters }) => [name, parameters]));
};

/** LangChain’s adapters, which simplify for models. */
const langChain: Converter = async (url, key) => {
  const { MultiServerMCPClient } = await library<{
    MultiServerMCPClient: new (
      config: object,
    ) => {
      getTools: () => Promise<{ name: string; schema: Schema }[]>;
      close: () => Promise<void>;
    };
  }>('@langchain/mcp-adapters');
  const servers = { countersign: { transport: 'http', url, headers: bearer(key) } };
  const client = new MultiServerMCPClient({ mcpServers: servers, throwOnLoadError: true });
  const tools = await client.getTools();
  await client.close();
  return new Map(tools.map(({ name, schema }) => [name, schema]));
};

interface MastraTool {
  readonly inputSchema: unknown;
}

/** Mastra’s client, and what it sends to a model of a maker. */
function mastra(layer: 'OpenAISchemaCompatLayer' | 'GoogleSchemaCompatLayer', modelId: string): Converter {
  return async (url, key) => {
    const { MCPClient } = await library<{
      MCPClient: new (
        options: object,
      ) => {
        listTools: () => Promise<Record<string, MastraTool>>;
        disconnect: () => Promise<void>;
      };
    }>('@mastra/mcp');
    const compat =
      await library<
        Record<typeof layer, new (model: object) => { processToJSONSchema: (schema: unknown, io: 'input') => Schema }>
      >('@mastra/schema-compat');
    const requestInit = { headers: bearer(key) };
    const server = { url: new URL(url), requestInit, connectTimeout: 30_000 };
    const client = new MCPClient({ id: layer, servers: { countersign: server } });
    const tools = await client.listTools();
    await client.disconnect();
    const model = new compat[layer]({ modelId, provider: modelId, supportsStructuredOutputs: true });
    return new Map(
      Object.entries(tools).map(([name, { inputSchema }]) => [
        name.replace('countersign_', ''),
        model.processToJSONSchema(inputSchema, 'input'),
      ]),
    );
  };
}

/** Google’s library: what it posts to Gemini of function declarations. */
const gemini: Converter = async (_url, _key, listed) => {
  const { GoogleGenAI } = await library<{
    GoogleGenAI: new (options: object) => { models: { generateContent: (request: object) => Promise<unknown> } };
  }>('@google/genai');
  const posted = Promise.withResolvers<unknown>();
  const server = createServer((request, response) => {
    posted.resolve(json(request));
    request.on('end', () => response.writeHead(200, { 'content-type': 'application/json' }).end('{"candidates":[]}'));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const functionDeclarations = structuredClone(listed).map(({ name, description, inputSchema }) => ({
    name,
    description,
    parameters: inputSchema,
  }));
  const ai = new GoogleGenAI({ apiKey: 'scripted', httpOptions: { baseUrl } });
  await ai.models.generateContent({
    model: 'scripted',
    contents: 'Go.',
    config: { tools: [{ functionDeclarations }] },
  });
  server.close();
  const { tools } = (await posted.promise) as {
    tools: [{ functionDeclarations: { name: string; parameters: Schema }[] }];
  };
  return new Map(tools[0].functionDeclarations.map(({ name, parameters }) => [name, parameters]));
};

export const CONVERTERS: Readonly<Record<string, Converter>> = {
  'OpenAI Agents in strict mode': openAiStrict,
  'Google’s Gemini library': gemini,
  LangChain: langChain,
  'Mastra for an OpenAI model': mastra('OpenAISchemaCompatLayer', 'openai/gpt-5'),
  'Mastra for a Google model': mastra('GoogleSchemaCompatLayer', 'google/gemini-3-pro'),
};

function bearer(key: string) {
  return { Authorization: `Bearer ${key}` };
}
