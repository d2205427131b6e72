import { asJson, type ClientGuide, SIGN_IN } from '../client-guide.ts';

export const claudeCode: ClientGuide = {
  slug: 'claude-code',
  name: 'Claude Code',
  about: 'Claude in the terminal and in editors',
  isHosted: false,
  steps: ({ name, url }) => [
    {
      text: 'Run this in a terminal.',
      snippet: { text: `claude mcp add --transport http ${name} ${url}`, what: 'the command that adds it' },
    },
    {
      text: 'Start signing in.',
      snippet: { text: `claude mcp login ${name}`, what: 'the command that signs in' },
    },
    SIGN_IN,
    {
      text: 'Instead of the first step, a whole team can share it: this file lies at the top of the repository, and each person signs in for themselves.',
      snippet: {
        text: asJson({ mcpServers: { [name]: { type: 'http', url } } }),
        what: 'the settings',
        file: '.mcp.json',
      },
    },
  ],
  notes: () => ['Keep "type" in the file: without it Claude Code takes the entry for a program to start.'],
};
