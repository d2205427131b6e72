import { type ClientGuide, SIGN_IN } from '../client-guide.ts';

export const copilotCli: ClientGuide = {
  slug: 'copilot-cli',
  name: 'Copilot CLI',
  about: 'GitHub Copilot in the terminal',
  isHosted: false,
  steps: ({ name, url }) => [
    {
      text: 'Run this in a terminal.',
      snippet: { text: `copilot mcp add --transport http ${name} ${url}`, what: 'the command that adds it' },
    },
    {
      text: 'Start copilot. It opens the browser by itself; where it does not, this does.',
      snippet: { text: `/mcp auth ${name}`, what: 'the command that signs in' },
    },
    SIGN_IN,
  ],
  notes: () => [],
};
