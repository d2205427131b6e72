import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, request } from 'node:http';
import { decodeJwt } from 'jose';

/** What a client was seen to send under its credential. */
export interface Seen {
  /** MCP-Protocol-Version, of its last request that named one. */
  revision?: string;
  /** The access tokens it has come with. */
  readonly accessTokens: Set<string>;
}

/** Stands at the public address of the MCP server, as a proxy would, and ends access tokens before their hour is over. */
export interface Front {
  readonly seen: (clientId: string) => Readonly<Seen>;
  /** The tokens that this client has come with so far reach the server without their signature's end, so it can accept none of them. */
  readonly expire: (clientId: string) => void;
  readonly close: () => void;
}

/** Passes everything on to the server at `port`; it need not listen yet. */
export async function openFront(listensAt: number, port: () => number): Promise<Front> {
  const clients = new Map<string, Seen>();
  const expired = new Set<string>();
  const seen = (clientId: string): Seen => {
    const known = clients.get(clientId) ?? { accessTokens: new Set() };
    clients.set(clientId, known);
    return known;
  };
  const judged = (headers: IncomingHttpHeaders): IncomingHttpHeaders => {
    const token = /^Bearer (\S+\.\S+\.\S+)$/i.exec(headers.authorization ?? '')?.[1];
    if (token === undefined) return headers;
    const client = seen(String(decodeJwt(token)['client_id']));
    client.accessTokens.add(token);
    const revision = headers['mcp-protocol-version']?.toString();
    if (revision) client.revision = revision;
    return expired.has(token) ? { ...headers, authorization: `Bearer ${token.slice(0, -8)}` } : headers;
  };
  const server = createServer((incoming, outgoing) => {
    const { method, url: path, headers } = incoming;
    const onward = request({ host: '127.0.0.1', port: port(), method, path, headers: judged(headers) }, (answer) => {
      outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(outgoing);
    });
    onward.on('error', () => outgoing.destroy());
    outgoing.on('close', () => onward.destroy());
    incoming.pipe(onward);
  });
  server.listen(listensAt, '127.0.0.1');
  await once(server, 'listening');
  return {
    seen,
    expire: (clientId) => {
      for (const token of seen(clientId).accessTokens) expired.add(token);
    },
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}
