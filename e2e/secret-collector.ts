/** Cookies whose value is the id of a request under way, which stands in its address too; their signatures are the secret. */
const IDS = new Set(['oauth_interaction', 'oauth_resume']);
const LENGTH_MIN = 12;

/** Members and form fields that hold a credential, as the apps name them. */
const FIELDS = ['access_token', 'refresh_token', 'id_token', 'client_secret', 'csrfToken', 'form_token'].join('|');
const IN_JSON = new RegExp(`"(${FIELDS})":"([^"]+)"`, 'g');
const IN_FORM = new RegExp(`name="(${FIELDS})" value="([^"]+)"`, 'g');

export interface SecretCollector {
  /** Every secret seen so far by what it is, values distinct. */
  readonly secrets: ReadonlyMap<string, string>;
  /** Notes one that no answer shows, such as a password. */
  readonly add: (what: string, value: string) => void;
  readonly stop: () => void;
}

/** Watches everything this process fetches, and keeps every credential that an answer hands out: cookies, codes, tokens, form tokens. */
export function collectSecrets(): SecretCollector {
  const secrets = new Map<string, string>();
  const add = (what: string, value: string) => {
    if (value.length >= LENGTH_MIN && !secrets.has(value)) secrets.set(value, what);
  };
  const { fetch } = globalThis;
  globalThis.fetch = async (input, init) => {
    const response = await fetch(input, init);
    for (const cookie of response.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(cookie) ?? [];
      if (!IDS.has(name)) add(`cookie ${name}`, decodeURIComponent(value));
    }
    const code = URL.parse(response.headers.get('location') ?? '')?.searchParams.get('code');
    if (code) add('authorization code', code);
    if (!response.headers.get('content-type')?.startsWith('text/event-stream')) {
      const text = await response.clone().text();
      for (const pattern of [IN_JSON, IN_FORM]) {
        for (const [, name = '', value = ''] of text.matchAll(pattern)) add(name, value);
      }
    }
    return response;
  };
  return { secrets, add, stop: () => void Object.assign(globalThis, { fetch }) };
}

/** How a value could be written down: as it is, in an address, and in the encodings databases and logs use. */
export function spellingsOf(secret: string): string[] {
  const bytes = Buffer.from(secret);
  const decoded = Buffer.from(secret, 'base64url');
  return [
    secret,
    encodeURIComponent(secret),
    bytes.toString('base64').replace(/=+$/, ''),
    bytes.toString('base64url'),
    bytes.toString('hex'),
    ...(/^[\w-]{40,}$/.test(secret) ? [decoded.toString('hex'), decoded.toString('base64').replace(/=+$/, '')] : []),
  ];
}
