import { asJson, type ClientGuide, SIGN_IN } from '../client-guide.ts';

export const vsCode: ClientGuide = {
  slug: 'vs-code',
  name: 'VS Code',
  about: 'GitHub Copilot in Visual Studio Code',
  isHosted: false,
  link: {
    label: 'Add to VS Code',
    href: ({ name, url }) => `vscode:mcp/install?${encodeURIComponent(JSON.stringify({ name, type: 'http', url }))}`,
  },
  steps: ({ name, url }) => [
    {
      text: 'Write this into a file of the workspace.',
      snippet: {
        text: asJson({ servers: { [name]: { type: 'http', url } } }),
        what: 'the settings',
        file: '.vscode/mcp.json',
      },
    },
    { text: 'Start the server: VS Code shows Start above the entry in the file.' },
    SIGN_IN,
  ],
  notes: () => [
    'VS Code sends at most 128 tools with a request, of all servers together. Turn off those you do not need.',
  ],
};
