export interface ClientHost {
  readonly name: string;
  /** Where its people are sent back to; empty where the host shows an address of its own. */
  readonly redirectUri: string;
  readonly hint: string;
}

/** Hosts whose form asks for a client id and a secret, with the address that each takes people back to. */
export const CLIENT_HOSTS: readonly ClientHost[] = [
  {
    name: 'Gemini Enterprise',
    redirectUri: 'https://vertexaisearch.cloud.google.com/oauth-redirect',
    hint: 'One address for everybody who uses it.',
  },
  {
    name: 'Microsoft 365 Copilot',
    redirectUri: 'https://teams.microsoft.com/api/platform/v1.0/oAuthRedirect',
    hint: 'Register it there for any Teams app.',
  },
  {
    name: 'ChatGPT, with a client of your own',
    redirectUri: '',
    hint: 'Its form shows the address of this connection.',
  },
  { name: 'Another', redirectUri: '', hint: 'Copy the address as the host shows it.' },
];
