/** What a client's sealed secret is bound to. */
export function clientSealContext(clientId: string): string {
  return `client/${clientId}`;
}
