import { asJson, type ClientGuide, SIGN_IN } from '../client-guide.ts';

export const opencode: ClientGuide = {
  slug: 'opencode',
  name: 'opencode',
  about: 'The open coding agent in the terminal',
  isHosted: false,
  steps: ({ name, url }) => [
    {
      text: 'Write this into a file of the folder you work in, or into ~/.config/opencode/opencode.json for every folder.',
      snippet: {
        text: asJson({ mcp: { [name]: { type: 'remote', url } } }),
        what: 'the settings',
        file: 'opencode.json',
      },
    },
    {
      text: 'Sign in. It opens the browser, or prints the address to open.',
      snippet: { text: `opencode mcp auth ${name}`, what: 'the command that signs in' },
    },
    SIGN_IN,
  ],
  notes: () => [],
};
