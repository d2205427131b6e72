import { describe, expect, it } from 'vitest';
import { plainMessage } from './plain-message.ts';

const meta = {
  'io.modelcontextprotocol/protocolVersion': '2026-07-28',
  'io.modelcontextprotocol/clientCapabilities': {},
};

describe('a plain message', () => {
  it('of 2025 has no envelope', () => {
    const message = { jsonrpc: '2.0', id: 1, method: 'tools/call', params: { name: 'whoami', arguments: { a: 1 } } };
    expect(plainMessage({ 'mcp-protocol-version': '2025-11-25' }, message)).toEqual({
      id: 1,
      envelope: undefined,
      method: 'tools/call',
      name: 'whoami',
      input: { a: 1 },
    });
  });

  it('of 2026 has one, and headers that agree', () => {
    const headers = { 'mcp-protocol-version': '2026-07-28', 'mcp-method': 'tools/list' };
    const message = { jsonrpc: '2.0', id: 'x', method: 'tools/list', params: { _meta: meta } };
    expect(plainMessage(headers, message)).toEqual({ id: 'x', envelope: JSON.stringify(meta), method: 'tools/list' });
    expect(plainMessage({ ...headers, 'mcp-method': 'tools/call' }, message)).toBeUndefined();
    expect(plainMessage({ ...headers, 'mcp-protocol-version': '2025-11-25' }, message)).toBeUndefined();
  });

  it('has nothing in its envelope that is new with each request', () => {
    const headers = { 'mcp-protocol-version': '2026-07-28', 'mcp-method': 'tools/list' };
    const message = { jsonrpc: '2.0', id: 1, method: 'tools/list', params: { _meta: { ...meta, progressToken: 7 } } };
    expect(plainMessage(headers, message)).toBeUndefined();
  });
});
