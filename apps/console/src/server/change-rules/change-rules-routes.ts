import { recordEvents } from '@countersign/access/audit/audit';
import type { ChangeRulesView } from '@countersign/contracts/console-inbox';
import { EFFECTS, type Effect } from '@countersign/contracts/define-tool';
import { AppError } from '@countersign/contracts/errors';
import { DECISIONS, type Decision, SIGNERS, type Signer } from '@countersign/contracts/oversight/change-rules';
import { type Role, roleAllows } from '@countersign/contracts/scopes';
import type { Queries } from '@countersign/db/connections/named-statements';
import { transaction, withQueries } from '@countersign/db/connections/transaction';
import { catalogue } from '@countersign/domain/catalogue';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { ConsoleDeps } from '../../console-deps.ts';
import { sessionOf } from '../session/require-person.ts';
import { requireRecentSignIn } from '../session/require-recent-sign-in.ts';
import { auditOrigin } from '../wire/audit-origin.ts';
import { adminAboutToChange, adminMembershipIn } from '../write-access/organization-membership.ts';

type OfOrganization = FastifyRequest<{ Params: { slug: string } }>;

const RULES_MAX = 500;
const Change = z.strictObject({
  rules: z
    .array(
      z.strictObject({
        module: z.string().max(40),
        effect: z.enum(Object.keys(EFFECTS) as [Effect, ...Effect[]]),
        decision: z.enum(DECISIONS),
        askFromMinor: z.int().min(1).max(1_000_000_000_000).nullable(),
        signer: z.enum(SIGNERS),
      }),
    )
    .max(RULES_MAX),
});

/** An admin's rules on which changes wait for a signature. They hold from the very next request, like the switches. */
export async function changeRulesRoutes(app: FastifyInstance, { pool, clock }: ConsoleDeps): Promise<void> {
  app.get('/orgs/:slug/change-rules', async (request: OfOrganization): Promise<ChangeRulesView> => {
    const { person } = sessionOf(request);
    return withQueries(pool, async (db) =>
      rulesView(db, (await adminMembershipIn(db, person.id, request.params.slug)).organization),
    );
  });

  app.put('/orgs/:slug/change-rules', async (request: OfOrganization): Promise<ChangeRulesView> => {
    const { person } = sessionOf(request);
    return transaction(pool, async (db) => {
      const { organization } = await adminAboutToChange(db, person.id, request.params.slug);
      const change = Change.safeParse(request.body);
      if (!change.success)
        throw new AppError('invalid_input', 'The rules could not be read. Reload the page and make your change again.');
      const { currency, about, rules: before } = await rulesView(db, organization);
      const rules = change.data.rules.filter(({ decision, signer }) => decision !== 'allow' || signer !== 'own');
      for (const { module, effect } of rules) {
        if (!about.some((one) => one.module === module && one.effects.some((some) => some.effect === effect)))
          throw new AppError(
            'invalid_input',
            'A rule is about a module or an effect that there is not. Reload the page.',
          );
      }
      await refuseUnsignable(db, organization.id, rules);
      requireRecentSignIn(request, clock());
      await db.deleteFrom('changeRule').where('organizationId', '=', organization.id).execute();
      if (rules.length > 0) {
        await db
          .insertInto('changeRule')
          .values(
            rules.map(({ askFromMinor, ...rule }) => {
              const from = rule.decision === 'ask' ? askFromMinor : null;
              return {
                ...rule,
                organizationId: organization.id,
                askFromMinor: from,
                currency: from === null ? null : currency,
                changedBy: person.id,
              };
            }),
          )
          .execute();
      }
      await recordEvents(db, [
        {
          action: 'change_rules.changed',
          organizationId: organization.id,
          userId: person.id,
          details: {
            before: before.length,
            after: rules.length,
            rules: rules.map(({ module, effect, decision }) => `${module} ${effect}: ${decision}`).slice(0, 50),
          },
          ...auditOrigin(request),
        },
      ]);
      return rulesView(db, organization);
    });
  });
}

/** A rule that wants somebody else's signature, where there is nobody else, would stop the work without anybody noticing. */
async function refuseUnsignable(
  db: Queries,
  organizationId: string,
  rules: readonly { module: string; effect: Effect; decision: Decision; signer: Signer }[],
) {
  const members = await db
    .selectFrom('membership')
    .select('role')
    .where('organizationId', '=', organizationId)
    .execute();
  for (const { module, effect, decision, signer } of rules) {
    if (decision !== 'ask' || signer !== 'other') continue;
    const requirement = [...catalogue.values()].find(
      ({ tool }) => tool.module === module && tool.effect === effect,
    )?.requirement;
    const able = members.filter(({ role }) => requirement && roleAllows(role as Role, requirement));
    if (able.length < 2) {
      throw new AppError(
        'invalid_input',
        `Nobody could sign for ${module}: fewer than two people here have a role that may do it themselves. Invite somebody, or let the person’s own signature do.`,
      );
    }
  }
}

async function rulesView(
  db: Queries,
  organization: { readonly id: string; readonly slug: string; readonly name: string },
): Promise<ChangeRulesView> {
  const profile = await db
    .selectFrom('companyProfile')
    .select('baseCurrency')
    .where('organizationId', '=', organization.id)
    .executeTakeFirst();
  const rows = await db
    .selectFrom('changeRule')
    .select(['module', 'effect', 'decision', 'askFromMinor', 'signer'])
    .where('organizationId', '=', organization.id)
    .orderBy('module')
    .orderBy('effect')
    .execute();
  return {
    organization: { slug: organization.slug, name: organization.name },
    currency: profile?.baseCurrency ?? 'EUR',
    about: whatRulesAreAbout(),
    rules: rows.map(({ effect, decision, signer, ...row }) => ({
      ...row,
      effect: effect as Effect,
      decision: decision as Decision,
      signer: signer as Signer,
    })),
  };
}

/** Modules with what they can change, in the catalogue's order. */
function whatRulesAreAbout(): ChangeRulesView['about'] {
  const modules = new Map<string, { title: string; effects: Map<Effect, string[]> }>();
  for (const { tool, module } of catalogue.values()) {
    if (!tool.writes) continue;
    const one = modules.get(module.name) ?? { title: module.title, effects: new Map<Effect, string[]>() };
    modules.set(module.name, one);
    one.effects.set(tool.effect, [...(one.effects.get(tool.effect) ?? []), tool.title]);
  }
  return [...modules].map(([module, { title, effects }]) => ({
    module,
    title,
    effects: [...effects].map(([effect, tools]) => ({ effect, tools })),
  }));
}
