/** Why a database cannot be reached under an address and what to do, for an operator. The address is told without its password. */
export function connectionProblem(error: unknown, databaseUrl: string): string {
  const { host, pathname, username } = new URL(databaseUrl);
  const { code, message } = error as { code?: string; message?: string };
  switch (code) {
    case 'ECONNREFUSED':
      return `no PostgreSQL answers at ${host}. Start it there, or correct the address`;
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return `the host of ${host} is not known. Correct the address`;
    case '28P01':
    case '28000':
      return `the server at ${host} refuses role ${username} with this password. Correct the address`;
    case '3D000':
      return `the server at ${host} has no database ${pathname.slice(1)}. Correct the address, or make it with: createdb ${pathname.slice(1)}`;
    default:
      return `the database at ${host} cannot be used (${message || code}). Correct the address, or look into the server's log`;
  }
}
