const CODE_AND_REFRESH = { grant_types: ['authorization_code', 'refresh_token'], response_types: ['code'] };
export const PUBLIC = { token_endpoint_auth_method: 'none' };
export const HTTPS = ['https://client.example.com/callback'];

/** What clients send, as seen in their sources and in other servers’ logs. */
export const ACCEPTED: [who: string, body: object, answer: object][] = [
  [
    'claude.ai, confidential by post',
    {
      client_name: 'Claude',
      redirect_uris: ['https://claude.ai/api/mcp/auth_callback'],
      token_endpoint_auth_method: 'client_secret_post',
      ...CODE_AND_REFRESH,
    },
    { token_endpoint_auth_method: 'client_secret_post', client_secret_expires_at: 0, application_type: 'web' },
  ],
  ['a client without a name', { redirect_uris: HTTPS, ...PUBLIC, ...CODE_AND_REFRESH }, { redirect_uris: HTTPS }],
  [
    'Claude Code, loopback without a type',
    { client_name: 'Claude Code', redirect_uris: ['http://localhost:3118/callback'], ...PUBLIC, ...CODE_AND_REFRESH },
    { application_type: 'native', token_endpoint_auth_method: 'none' },
  ],
  [
    'Cursor, a private-use scheme as "web" with two more addresses',
    {
      client_name: 'Cursor',
      application_type: 'web',
      redirect_uris: [
        'cursor://anysphere.cursor-mcp/oauth/callback',
        'https://www.cursor.com/agents/mcp/oauth/callback',
        'http://localhost:8787/callback',
      ],
      ...PUBLIC,
      ...CODE_AND_REFRESH,
    },
    { application_type: 'native' },
  ],
  [
    'VS Code, with a device grant',
    {
      client_name: 'Visual Studio Code',
      client_uri: 'https://code.visualstudio.com',
      application_type: 'native',
      grant_types: ['authorization_code', 'refresh_token', 'urn:ietf:params:oauth:grant-type:device_code'],
      response_types: ['code'],
      redirect_uris: [
        'https://insiders.vscode.dev/redirect',
        'https://vscode.dev/redirect',
        'http://127.0.0.1/',
        'http://127.0.0.1:33418/',
      ],
      ...PUBLIC,
    },
    { grant_types: ['authorization_code', 'refresh_token'], application_type: 'native' },
  ],
  [
    'MCP Inspector, with an empty scope',
    {
      client_name: 'MCP Inspector',
      client_uri: 'https://github.com/modelcontextprotocol/inspector',
      redirect_uris: ['http://localhost:6274/oauth/callback'],
      scope: '',
      ...PUBLIC,
      ...CODE_AND_REFRESH,
    },
    { application_type: 'native' },
  ],
  [
    'the SDK, with the scopes it was challenged for',
    { client_name: 'SDK', redirect_uris: ['http://127.0.0.1:9999/cb'], scope: 'mcp:read offline_access', ...PUBLIC },
    { token_endpoint_auth_method: 'none' },
  ],
  [
    'Copilot Studio, which needs a secret and names no method',
    {
      client_name: 'Copilot',
      redirect_uris: ['https://global.consent.azure-apim.net/redirect/abc'],
      ...CODE_AND_REFRESH,
    },
    { token_endpoint_auth_method: 'client_secret_basic', client_secret_expires_at: 0 },
  ],
  [
    'Claude, with a JWT bearer grant',
    {
      client_name: 'Claude',
      redirect_uris: HTTPS,
      grant_types: ['authorization_code', 'urn:ietf:params:oauth:grant-type:jwt-bearer'],
      ...PUBLIC,
    },
    { grant_types: ['authorization_code', 'refresh_token'] },
  ],
  ['an IPv6 loopback', { redirect_uris: ['http://[::1]:4321/callback'], ...PUBLIC }, { application_type: 'native' }],
  [
    'a reverse-domain scheme',
    { redirect_uris: ['com.example.app:/callback'], ...PUBLIC },
    { application_type: 'native' },
  ],
  [
    'an address with a trailing slash and a query',
    { redirect_uris: ['https://grok.com/connectors-oauth-exchange-code/?v=1'], ...PUBLIC },
    {},
  ],
  [
    'a name in other letters',
    { client_name: 'Клиент 客户端 🧾', redirect_uris: HTTPS, ...PUBLIC },
    { client_name: 'Клиент 客户端 🧾' },
  ],
  [
    'a name put together by joiners',
    { client_name: 'دستیار می\u200Cخواهد 👩\u200D💻', redirect_uris: HTTPS, ...PUBLIC },
    { client_name: 'دستیار می\u200Cخواهد 👩\u200D💻' },
  ],
  ['an empty place among the addresses', { redirect_uris: [...HTTPS, '', null], ...PUBLIC }, { redirect_uris: HTTPS }],
  [
    'a method in capitals',
    { redirect_uris: HTTPS, token_endpoint_auth_method: 'NONE' },
    { token_endpoint_auth_method: 'none' },
  ],
  [
    'grants and types without brackets',
    { redirect_uris: HTTPS, ...PUBLIC, grant_types: 'authorization_code refresh_token', response_types: 'code' },
    {},
  ],
  ['empty optional addresses', { client_uri: '', logo_uri: '', redirect_uris: HTTPS, ...PUBLIC }, {}],
  [
    'an id token algorithm we do not have',
    { redirect_uris: HTTPS, id_token_signed_response_alg: 'HS256', ...PUBLIC },
    { id_token_signed_response_alg: 'ES256' },
  ],
];

/** Members that programs write out for want of a value. */
const OPTIONAL_MEMBERS = [
  'client_name',
  'client_uri',
  'logo_uri',
  'policy_uri',
  'tos_uri',
  'scope',
  'contacts',
  'grant_types',
  'response_types',
  'application_type',
  'token_endpoint_auth_method',
  'token_endpoint_auth_methods_supported',
  'jwks',
  'jwks_uri',
  'software_id',
  'software_version',
  'software_statement',
  'subject_type',
  'sector_identifier_uri',
  'id_token_signed_response_alg',
  'default_max_age',
  'require_auth_time',
  'default_acr_values',
  'initiate_login_uri',
  'post_logout_redirect_uris',
  'request_uris',
  'response_modes',
  'client_secret_expires_at',
  'tls_client_certificate_bound_access_tokens',
  'userinfo_signed_response_alg',
  'backchannel_logout_uri',
];
for (const nothing of [null, '', ' ', [], [''], [null]]) {
  ACCEPTED.push([
    `every optional member as ${JSON.stringify(nothing)}`,
    { ...Object.fromEntries(OPTIONAL_MEMBERS.map((name) => [name, nothing])), redirect_uris: HTTPS },
    {
      token_endpoint_auth_method: 'client_secret_basic',
      application_type: 'web',
      grant_types: ['authorization_code', 'refresh_token'],
    },
  ]);
}
for (const name of OPTIONAL_MEMBERS)
  ACCEPTED.push([`${name} as null`, { redirect_uris: HTTPS, ...PUBLIC, [name]: null }, {}]);

const redirect = (uri: unknown) => ({ redirect_uris: [uri], ...PUBLIC });
const REDIRECT = 'invalid_redirect_uri';
const METADATA = 'invalid_client_metadata';

export const REFUSED: readonly [why: string, body: object, error: string][] = [
  ['http on a remote host', redirect('http://client.example.com/callback'), REDIRECT],
  ['http on a name that begins like loopback', redirect('http://localhost.evil.example/callback'), REDIRECT],
  ['http on an address that begins like loopback', redirect('http://127.0.0.1.evil.example/callback'), REDIRECT],
  ['a user in the address', redirect('https://claude.ai@evil.example/callback'), REDIRECT],
  ['a user and password', redirect('https://user:pass@client.example.com/callback'), REDIRECT],
  ['an empty user', redirect('https://@client.example.com/callback'), REDIRECT],
  ['a loopback user', redirect('http://evil@localhost/callback'), REDIRECT],
  ['a user of an application', redirect('cursor://claude.ai@evil/callback'), REDIRECT],
  ['a fragment', redirect('https://client.example.com/callback#x'), REDIRECT],
  ['an empty fragment', redirect('https://client.example.com/callback#'), REDIRECT],
  ['javascript:', redirect('javascript:alert(1)'), REDIRECT],
  ['javascript: in mixed case', redirect('JaVaScRiPt:alert(1)'), REDIRECT],
  ['javascript: with slashes', redirect('javascript://client.example.com/%0aalert(1)'), REDIRECT],
  ['javascript: behind a space', redirect(' javascript:alert(1)'), REDIRECT],
  ['javascript: behind a control character', redirect('\u0001javascript:alert(1)'), REDIRECT],
  ['javascript: with a tab inside', redirect('java\tscript:alert(1)'), REDIRECT],
  ['data:', redirect('data:text/html,x'), REDIRECT],
  ['vbscript:', redirect('VBScript:msgbox'), REDIRECT],
  ['file:', redirect('file:///etc/passwd'), REDIRECT],
  ['blob:', redirect('blob:https://client.example.com/x'), REDIRECT],
  ['an office handler', redirect('ms-word:ofe|u|https://evil.example/x'), REDIRECT],
  ['an intent', redirect('intent://x#Intent;end'), REDIRECT],
  ['a scheme any program may claim', redirect('myapp://callback'), REDIRECT],
  ['a private-use scheme without a path', redirect('com.example.app:callback'), REDIRECT],
  ['a backslash', redirect('https://client.example.com\\@evil.example/callback'), REDIRECT],
  ['a dot segment', redirect('https://client.example.com/a/../callback'), REDIRECT],
  ['an encoded dot segment', redirect('https://client.example.com/a/%2e%2E/callback'), REDIRECT],
  ['a dot segment with a parameter', redirect('https://client.example.com/a/..;/callback'), REDIRECT],
  ['an encoded slash', redirect('https://client.example.com/a%2f..%2fcallback'), REDIRECT],
  ['an encoded backslash', redirect('https://client.example.com/a%5ccallback'), REDIRECT],
  ['an encoded line break', redirect('https://client.example.com/a%0d%0ab'), REDIRECT],
  ['a wildcard path', redirect('https://client.example.com/*'), REDIRECT],
  ['a wildcard host', redirect('https://*.example.com/callback'), REDIRECT],
  ['an endless address', redirect(`https://client.example.com/${'a'.repeat(2000)}`), REDIRECT],
  ['one slash', redirect('https:/client.example.com/callback'), REDIRECT],
  ['no slash', redirect('https:client.example.com/callback'), REDIRECT],
  ['three slashes', redirect('https:///client.example.com/callback'), REDIRECT],
  ['an encoded letter in the host', redirect('https://cl%69ent.example.com/callback'), REDIRECT],
  ['a short form of a loopback address', redirect('http://127.1/callback'), REDIRECT],
  ['a loopback address as a number', redirect('http://2130706433/callback'), REDIRECT],
  ['the address of every interface', redirect('http://0.0.0.0/callback'), REDIRECT],
  ['a loopback address inside IPv6', redirect('http://[::ffff:127.0.0.1]/callback'), REDIRECT],
  ['letters outside ASCII', redirect('https://clíent.example.com/callback'), REDIRECT],
  ['a number', redirect(7), REDIRECT],
  ['no address', redirect('callback'), REDIRECT],
  ['an empty list', { redirect_uris: [], ...PUBLIC }, REDIRECT],
  ['no list', PUBLIC, REDIRECT],
  ['a string for a list', { redirect_uris: 'https://client.example.com/callback', ...PUBLIC }, REDIRECT],
  [
    'eleven addresses',
    { redirect_uris: Array.from({ length: 11 }, (_, i) => `https://client.example.com/${i}`), ...PUBLIC },
    REDIRECT,
  ],
  ['one bad address among good ones', { redirect_uris: [...HTTPS, 'http://client.example.com/'], ...PUBLIC }, REDIRECT],
  ['a name of 101 characters', { client_name: 'n'.repeat(101), redirect_uris: HTTPS, ...PUBLIC }, METADATA],
  ['a name with a line break', { client_name: 'Claude\nverified', redirect_uris: HTTPS, ...PUBLIC }, METADATA],
  [
    'a name that turns the reading direction',
    { client_name: 'Claude\u202Eedualc', redirect_uris: HTTPS, ...PUBLIC },
    METADATA,
  ],
  ['a name with invisible characters', { client_name: 'Cla\u200Bude', redirect_uris: HTTPS, ...PUBLIC }, METADATA],
  ...['\u3164', '\u2800', '\u034F', '\uFE0F', '\u115F\u1160', '\u3164 \u2800', '\u0301', '\u{E0100}'].map(
    (name): [string, object, string] => [
      `a name of ${JSON.stringify(name)}, which nobody sees`,
      { client_name: name, redirect_uris: HTTPS, ...PUBLIC },
      METADATA,
    ],
  ),
  ['a joiner that joins nothing', { client_name: 'Claude\u200D', redirect_uris: HTTPS, ...PUBLIC }, METADATA],
  ['a name that is no text', { client_name: { en: 'x' }, redirect_uris: HTTPS, ...PUBLIC }, METADATA],
  ['javascript: as home page', { client_uri: 'JAVASCRIPT:alert(1)', redirect_uris: HTTPS, ...PUBLIC }, METADATA],
  ['data: as logo', { logo_uri: 'data:image/svg+xml,x', redirect_uris: HTTPS, ...PUBLIC }, METADATA],
  ['http as policy', { policy_uri: 'http://client.example.com/p', redirect_uris: HTTPS, ...PUBLIC }, METADATA],
  ['javascript: as terms', { tos_uri: 'javascript:alert(1)', redirect_uris: HTTPS, ...PUBLIC }, METADATA],
  [
    'javascript: to log out to',
    { post_logout_redirect_uris: ['javascript:alert(1)'], redirect_uris: HTTPS, ...PUBLIC },
    METADATA,
  ],
  ['a key set inside the network', { jwks_uri: 'http://169.254.169.254/', redirect_uris: HTTPS, ...PUBLIC }, METADATA],
  ['a method we do not have', { token_endpoint_auth_method: 'private_key_jwt', redirect_uris: HTTPS }, METADATA],
  ['only grants we do not have', { grant_types: ['client_credentials'], redirect_uris: HTTPS, ...PUBLIC }, METADATA],
  [
    'the implicit grant',
    { grant_types: ['implicit'], response_types: ['token'], redirect_uris: HTTPS, ...PUBLIC },
    METADATA,
  ],
  ['only response types we do not have', { response_types: ['token'], redirect_uris: HTTPS, ...PUBLIC }, METADATA],
];
