import { type ClientGuide, SIGN_IN } from '../client-guide.ts';

export const geminiCli: ClientGuide = {
  slug: 'gemini-cli',
  name: 'Gemini CLI',
  about: 'Google’s Gemini in the terminal',
  isHosted: false,
  steps: ({ name, url }) => [
    {
      text: 'Run this in a terminal.',
      snippet: {
        text: `gemini mcp add --scope user --transport http ${name} ${url}`,
        what: 'the command that adds it',
      },
    },
    {
      text: 'Start gemini and sign in from there.',
      snippet: { text: `/mcp auth ${name}`, what: 'the command that signs in' },
    },
    SIGN_IN,
  ],
  notes: () => ['In a settings file of Gemini CLI the address is called “httpUrl”.'],
};
