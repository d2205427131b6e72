import type { Request } from './load.ts';

/** Where the measured apps say they are; requests name it as their host. */
export const urls = { mcp: 'http://localhost:4001', auth: 'http://localhost:4000', console: 'http://localhost:4002' };
export const RESOURCE = `${urls.mcp}/mcp`;

/** A message of a 2025-11-25 client. */
export function mcpRequest(credential: string, method: string, params: object = {}): Request {
  return {
    path: '/mcp',
    host: new URL(urls.mcp).host,
    headers: {
      'content-type': 'application/json',
      accept: 'application/json, text/event-stream',
      'mcp-protocol-version': '2025-11-25',
      authorization: `Bearer ${credential}`,
    },
    body: JSON.stringify({ jsonrpc: '2.0', id: 1, method, params }),
  };
}

export const readCall = (credential: string) =>
  mcpRequest(credential, 'tools/call', { name: 'list_teams', arguments: { limit: 20 } });

export const writeCall = (credential: string) =>
  mcpRequest(credential, 'tools/call', { name: 'write_note', arguments: { text: 'x' } });
