import type { Tool } from '@countersign/contracts/define-tool';
import type { RequestContext } from '@countersign/contracts/request-context';
import { effectiveOAuthScopes, OAUTH_SCOPES, type Role } from '@countersign/contracts/scopes';
import { parseToolInput } from '@countersign/contracts/tool-input';
import { withQueries } from '@countersign/db/connections/transaction';
import { inOrg } from '@countersign/db/tenancy/in-org';
import { type Clock, systemClock } from '@countersign/runtime/clock';
import { fixedId } from '@countersign/runtime/ids';
import type { TestDatabase } from './test-database.ts';

/** A demo person's connection to a demo organization, narrowed to a team if one is named. */
export interface Caller {
  /** The part of the address before the @, such as `ada`. */
  readonly person: string;
  /** The slug, such as `acme`. */
  readonly organization: string;
  /** The team's name, such as `Design`. */
  readonly team?: string;
}

export type CallAs = <Output = Record<string, unknown>>(caller: Caller, tool: Tool, input: unknown) => Promise<Output>;

export interface ToolCaller {
  readonly callAs: CallAs;
  /** The same, and everything it did is taken back: for tests that call many tools on one record. */
  readonly rehearseAs: CallAs;
}

/**
 * Calls tools as a connection of a demo person would, on the serving role and under row-level security: parse, policy,
 * handler, parse again. Errors come out as the AppError the dispatcher would format.
 *
 * Does not check scopes, switches or idempotency keys; those are the dispatcher's and have tests of their own.
 */
export function createToolCaller(database: TestDatabase, clock: Clock = systemClock): ToolCaller {
  const call = async (caller: Caller, tool: Tool, rawInput: unknown, end: (answer: unknown) => unknown) => {
    const ctx = await contextOf(database, caller, clock());
    const input = parseToolInput(tool, rawInput);
    tool.allow(ctx, input as never);
    const scope = { organizationId: ctx.organization.id, teamId: ctx.team?.id ?? null };
    return inOrg(database.tools, scope, async (tx) =>
      end(tool.output.parse(await tool.handle(ctx, input as never, tx))),
    );
  };
  return {
    callAs: async <Output>(caller: Caller, tool: Tool, rawInput: unknown) =>
      (await call(caller, tool, rawInput, (answer) => answer)) as Output,
    rehearseAs: async <Output>(caller: Caller, tool: Tool, rawInput: unknown) => {
      const rehearsal = call(caller, tool, rawInput, (answer) => {
        throw new Rehearsed(answer);
      });
      return rehearsal.catch((thrown: unknown) => {
        if (thrown instanceof Rehearsed) return thrown.answer as Output;
        throw thrown;
      }) as Promise<Output>;
    },
  };
}

/** Thrown to roll a successful call back. */
class Rehearsed extends Error {
  readonly answer: unknown;
  constructor(answer: unknown) {
    super('The call succeeded and is taken back.');
    this.answer = answer;
  }
}

async function contextOf(
  database: TestDatabase,
  { person, organization, team }: Caller,
  now: Date,
): Promise<RequestContext> {
  const row = await withQueries(database.owner, (db) =>
    db
      .selectFrom('membership')
      .innerJoin('user', 'user.id', 'membership.userId')
      .innerJoin('organization', 'organization.id', 'membership.organizationId')
      .leftJoin('team', (join) =>
        join.onRef('team.organizationId', '=', 'organization.id').on('team.name', '=', team ?? ''),
      )
      .where('organization.slug', '=', organization)
      .where('user.email', '=', `${person}@example.test`)
      .select([
        'user.id as userId',
        'user.name as userName',
        'user.email',
        'organization.id as organizationId',
        'organization.name as organizationName',
        'organization.mcpAccess',
        'organization.mcpWrite',
        'organization.mcpBillingWrite',
        'membership.role',
        'team.id as teamId',
      ])
      .executeTakeFirst(),
  );
  if (!row) throw new Error(`${person} is no member of ${organization}`);
  if (team !== undefined && !row.teamId) throw new Error(`${organization} has no team ${team}`);
  const authority = {
    granted: { kind: 'oauth', scopes: OAUTH_SCOPES },
    switches: { access: row.mcpAccess, write: row.mcpWrite, billingWrite: row.mcpBillingWrite },
    role: row.role as Role,
    token: null,
  } as const;
  return {
    requestId: 'test',
    now,
    actor: { kind: 'user', id: row.userId },
    user: { id: row.userId, name: row.userName, email: row.email },
    organization: { id: row.organizationId, slug: organization, name: row.organizationName },
    team: row.teamId && team !== undefined ? { id: row.teamId, name: team } : null,
    role: authority.role,
    authority,
    effectiveScopes: effectiveOAuthScopes(authority),
    connection: {
      id: fixedId('connection', organization, person, team ?? ''),
      clientId: 'https://client.example.test/client.json',
      clientName: 'Test client',
    },
    apiKey: null,
    links: {
      manage: 'http://localhost:4002/settings/connections',
      writeAccess: `http://localhost:4002/orgs/${organization}/settings/mcp-write-access`,
      file: (kind, id) => ({ url: `http://localhost:4001/files/${kind}/${id}`, expiresAt: new Date().toISOString() }),
      proposal: (id) => `https://console.example.test/orgs/inbox/${id}`,
      changeRules: 'https://console.example.test/change-rules',
      records: `http://localhost:4002/orgs/${organization}/records`,
    },
  };
}
