import { AppError } from '@countersign/contracts/errors';
import type { Policy } from '@countersign/contracts/policy';

/** VAT is the organization's: a connection that sees one team's part of the books cannot decide on the whole. */
export const wholeOrganization: Policy<unknown> = ({ team }) => {
  if (!team) return;
  throw new AppError(
    'role_forbids',
    'VAT periods are the whole organization’s, and this connection is narrowed to a team. Connect again without a team.',
  );
};
