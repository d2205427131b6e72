import type { HostedClient } from './hosted-client.ts';
import { ADA, BASIC, call, legacy, listWithout, redeem, register, WHOAMI } from './spellings.ts';

const CONSENT = 'https://global.consent.azure-apim.net/redirect/cr7b2-5fcountersign';
const POWERFX = { 'User-Agent': 'CopilotStudio PowerFx' };

export const copilotStudio: HostedClient = {
  name: 'Microsoft Copilot Studio, Azure AI Foundry',
  signsIn: {
    promise: 'registers without naming a method, is given a secret, asks for no scope and redeems by Basic',
    seen: 'August 2026',
    sources: ['activepieces/activepieces#14397', 'tableau/tableau-mcp#866'],
    exchange: [
      register({ client_name: 'Copilot Studio', redirect_uris: [CONSENT] }),
      { visit: { client_id: '{client}', redirect_uri: CONSENT }, choice: { write: true } },
      redeem(CONSENT, {}, BASIC),
    ],
  },
  replays: [
    {
      promise: 'has its notifications taken with an empty answer, and is given no stream',
      seen: 'August 2025',
      sources: ['chrisns/govreposcrape#356'],
      exchange: [
        call({ jsonrpc: '2.0', method: 'notifications/initialized' }, { status: 202, body: '' }, POWERFX),
        { send: 'GET {mcp}/mcp', headers: { ...POWERFX, Authorization: 'Bearer {token}' }, answer: { status: 405 } },
        call(legacy('tools/call', WHOAMI), ADA, POWERFX),
      ],
    },
    {
      promise: 'is shown inputs without references, lists of types or excluded bounds',
      seen: '2026',
      sources: ['https://learn.microsoft.com/microsoft-copilot-studio/mcp-troubleshooting'],
      exchange: [listWithout(/"\$ref"/, /"type":\[/, /"exclusiveM/)],
    },
    {
      promise: 'is shown inputs without alternatives, which Foundry refuses',
      seen: '2026',
      sources: ['microsoft-foundry/new-foundry-portal#23'],
      exchange: [listWithout(/"(?:anyOf|oneOf|allOf)"/)],
    },
  ],
  neverTried: 'The clients themselves. M365 Copilot, which wants a client id and a secret made by hand.',
};
