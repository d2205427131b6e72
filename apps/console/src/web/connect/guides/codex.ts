import { type ClientGuide, SIGN_IN } from '../client-guide.ts';

export const codex: ClientGuide = {
  slug: 'codex',
  name: 'Codex',
  about: 'OpenAI’s Codex in the terminal',
  isHosted: false,
  steps: ({ name, url }) => [
    {
      text: 'Run this in a terminal. It opens the browser at once.',
      snippet: { text: `codex mcp add ${name} --url ${url}`, what: 'the command that adds it' },
    },
    SIGN_IN,
    {
      text: 'Once it asks to sign in again, this does.',
      snippet: { text: `codex mcp login ${name}`, what: 'the command that signs in' },
    },
  ],
  notes: () => [],
};
