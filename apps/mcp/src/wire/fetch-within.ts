export interface FetchBounds {
  readonly timeoutMs: number;
  readonly inFlightMax: number;
  readonly bytesMax: number;
}

export interface Fetched {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Buffer;
}

/**
 * Fetches within bounds: so long, so many at once, so much at most. Follows no redirect, and throws where a bound is met or nobody answers. Does
 * not judge where it is sent: addresses are the caller's, from settings.
 */
export function fetchWithin({ timeoutMs, inFlightMax, bytesMax }: FetchBounds) {
  let inFlight = 0;
  return async (url: string, init: RequestInit): Promise<Fetched> => {
    if (inFlight >= inFlightMax) throw new Error(`${inFlightMax} requests are under way.`);
    inFlight += 1;
    try {
      const response = await fetch(url, { ...init, redirect: 'manual', signal: AbortSignal.timeout(timeoutMs) });
      const chunks: Uint8Array[] = [];
      let received = 0;
      for await (const chunk of response.body ?? []) {
        received += chunk.length;
        if (received > bytesMax) throw new Error(`The answer has more than ${bytesMax} bytes.`);
        chunks.push(chunk);
      }
      return { status: response.status, headers: response.headers, body: Buffer.concat(chunks) };
    } finally {
      inFlight -= 1;
    }
  };
}
