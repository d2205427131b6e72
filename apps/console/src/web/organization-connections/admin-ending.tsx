import type { OrganizationConnectionView } from '@countersign/contracts/console-organization';
import { Moment } from '../parts/moment.tsx';

const ENDINGS: Record<string, string> = {
  owner: 'Revoked by its owner',
  admin: 'Revoked by an admin',
  client: 'Disconnected by the client',
  replay: 'Stopped: a used refresh token came back',
  membership: 'Ended with the membership',
  team: 'Ended with its team',
};

/** Why a connection opens nothing any more, as an admin reads it. */
export function AdminEnding({ connection }: { readonly connection: OrganizationConnectionView }) {
  const { state, revoked, expiresAt, owner } = connection;
  if (revoked) {
    return (
      <>
        {ENDINGS[revoked.reason] ?? 'Revoked'} <Moment at={revoked.at} />
      </>
    );
  }
  if (state === 'membership_lost') return `${owner.name} is no longer a member`;
  if (state === 'team_lost') return `${owner.name} is no longer in its team`;
  return (
    <>
      Expired <Moment at={expiresAt} />
    </>
  );
}
