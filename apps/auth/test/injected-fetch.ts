import type { Fetch } from '@countersign/testing/site';
import type { FastifyInstance } from 'fastify';

/** `fetch` straight into an app under whatever host a URL names, without a port; `address` is where requests seem to come from. */
export function injectedFetch(app: FastifyInstance, address = '127.0.0.1'): Fetch {
  return async (url, init) => {
    const request = new Request(url, init);
    const { host, pathname, search } = new URL(url);
    const answer = await app.inject({
      method: request.method as 'GET' | 'POST',
      url: pathname + search,
      remoteAddress: address,
      headers: { host, ...Object.fromEntries(request.headers) },
      payload: Buffer.from(await request.arrayBuffer()),
    });
    const headers = new Headers();
    for (const [name, value] of Object.entries(answer.headers)) {
      for (const one of Array.isArray(value) ? value : [value])
        if (one !== undefined) headers.append(name, String(one));
    }
    return new Response(answer.statusCode === 204 ? null : new Uint8Array(answer.rawPayload), {
      status: answer.statusCode,
      headers,
    });
  };
}
