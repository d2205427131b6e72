import { type ClientGuide, SIGN_IN } from '../client-guide.ts';

export const chatGpt: ClientGuide = {
  slug: 'chatgpt',
  name: 'ChatGPT',
  about: 'ChatGPT on the web, in developer mode',
  isHosted: true,
  steps: ({ name, url }) => [
    { text: 'In ChatGPT on the web, turn on developer mode in the settings. It is part of the paid plans.' },
    { text: 'Create a connector, give it a name, and choose OAuth.', snippet: { text: name, what: 'the name' } },
    { text: 'Paste this as the address of the MCP server.', snippet: { text: url, what: 'the address' } },
    SIGN_IN,
  ],
  notes: () => [
    'ChatGPT keeps the list of tools it saw first. After you allow more, press Refresh in the connector’s settings.',
    'It asks you before each tool that writes, unless you tell it not to.',
    'A firewall must admit the addresses in https://openai.com/chatgpt-connectors.json. They change often.',
  ],
};
