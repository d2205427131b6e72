import { type ClientGuide, SIGN_IN } from '../client-guide.ts';

export const qwenCode: ClientGuide = {
  slug: 'qwen-code',
  name: 'Qwen Code',
  about: 'Qwen in the terminal',
  isHosted: false,
  steps: ({ name, url }) => [
    {
      text: 'Run this in a terminal.',
      snippet: { text: `qwen mcp add --scope user --transport http ${name} ${url}`, what: 'the command that adds it' },
    },
    {
      text: 'Start qwen, open the list of MCP servers, choose this one and authenticate.',
      snippet: { text: '/mcp', what: 'the command that opens the list' },
    },
    SIGN_IN,
  ],
  notes: () => ['In a settings file of Qwen Code the address is called “httpUrl”.'],
};
