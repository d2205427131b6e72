import { notFound } from './errors.ts';
import type { RequestContext } from './request-context.ts';

/** Decides whether this caller may do this with this input; throws an AppError when not. Scopes and switches are checked elsewhere. */
export type Policy<Input> = (ctx: RequestContext, input: Input) => void;

/** Scope, switches, role and row-level security say all there is to say. */
export const whoeverIsPermitted: Policy<unknown> = () => {};

/**
 * A team named in the input must be the one the connection is narrowed to. Does not check that the team exists or belongs
 * to the organization: the composite foreign key does.
 */
export function inTeam<Input>(teamIdOf: (input: Input) => string | null | undefined): Policy<Input> {
  return (ctx, input) => {
    const teamId = teamIdOf(input);
    if (ctx.team && teamId !== undefined && teamId !== ctx.team.id) throw notFound('team');
  };
}
