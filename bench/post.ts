import { Agent, request as httpRequest } from 'node:http';
import { text } from 'node:stream/consumers';
import type { Request } from './load.ts';

const agent = new Agent({ keepAlive: true });

/** One request, for parts that look at each answer. By hand, because `fetch` lets nobody say the host. */
export async function post(
  port: number,
  { path, host, headers, body }: Request,
): Promise<{ status: number; text: string }> {
  return new Promise((resolve, reject) => {
    const options = { port, host: '127.0.0.1', path, method: 'POST', headers: { ...headers, host }, agent };
    const request = httpRequest(options, (response) => {
      text(response).then((body) => resolve({ status: response.statusCode ?? 0, text: body }), reject);
    });
    request.on('error', reject);
    request.end(body);
  });
}
