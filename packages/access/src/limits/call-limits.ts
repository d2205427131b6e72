import { AppError } from '@countersign/contracts/errors';
import type { Count, Counter, Counters } from '@countersign/runtime/counters';
import type { GatePass } from '../gate/gate-pass.ts';
import type { Principal } from '../principals/principal.ts';

/** Requests in a minute; 0 sets no limit. */
export interface CallLimitSettings {
  /** Of one connection or one API key. */
  readonly credential: number;
  /** Of one person, over all their connections and keys. */
  readonly person: number;
  /** Of everybody in one organization together. */
  readonly organization: number;
}

/** Where a caller stands after the request under way was counted. */
export interface Allowance {
  readonly counts: readonly Count[];
  /** Set when the request is one too many. */
  readonly refusal: AppError | undefined;
  /** True for the first refusal in a window: the one worth recording. */
  readonly isNews: boolean;
  /** Whose call it is; null for a credential that has not passed the gate of this process yet. */
  readonly organizationId: string | null;
}

/** Counts requests before the gate, so that a flood costs no query. */
export interface CallLimits {
  readonly take: (principal: Principal) => Promise<Allowance>;
  /** Told by the gate whose credential it is. That never changes, so it is remembered. */
  readonly learn: (principal: Principal, pass: Pick<GatePass, 'user' | 'organization'>) => void;
}

const WINDOW_SECONDS = 60;
const OWNERS_MAX = 50_000;

interface Owner {
  readonly userId: string | null;
  readonly organizationId: string;
}

/**
 * A credential's first request here counts for itself alone, and an API key's among those nobody knows yet, since only the gate can say
 * whose it is; from then on its person and
 * organization are counted too. Says nothing of who a caller is, and decides no permission.
 */
export function createCallLimits(counters: Counters, settings: CallLimitSettings): CallLimits {
  const counter = (name: keyof CallLimitSettings): Counter | undefined =>
    settings[name] > 0 ? counters.of({ name, max: settings[name], windowSeconds: WINDOW_SECONDS }) : undefined;
  const [ofCredential, ofPerson, ofOrganization] = [counter('credential'), counter('person'), counter('organization')];
  const owners = new Map<string, Owner>();

  return {
    async take(principal) {
      const credential = credentialOf(principal);
      const owner = owners.get(credential);
      const counting: Promise<Count>[] = [];
      if (ofCredential) counting.push(ofCredential(owner ? credential : beforeTheGate(principal)));
      if (ofPerson && owner?.userId) counting.push(ofPerson(owner.userId));
      if (ofOrganization && owner) counting.push(ofOrganization(owner.organizationId));
      const counts = await Promise.all(counting);
      const exceeded = counts.filter((count) => count.exceeded);
      return {
        counts,
        refusal: exceeded.length > 0 ? refusalOf(exceeded) : undefined,
        isNews: exceeded.some(({ isNews }) => isNews),
        organizationId: owner?.organizationId ?? null,
      };
    },
    learn(principal, { user, organization }) {
      const credential = credentialOf(principal);
      if (owners.has(credential)) return;
      owners.set(credential, { userId: user?.id ?? null, organizationId: organization.id });
      const oldest = owners.keys().next();
      if (owners.size > OWNERS_MAX && !oldest.done) owners.delete(oldest.value);
    },
  };
}

function credentialOf(principal: Principal): string {
  return principal.kind === 'connection' ? principal.connectionId : principal.digest.toString('base64url');
}

/** So many bytes of a digest: what nobody can choose, and few enough to count. */
const SHARED_BYTES = 2;

/**
 * A key the gate has not vouched for may be an invention, and a counter for each would fill the memory: they share 65,536. Nobody can
 * choose whose counter an invention shares, so nobody can use another's up.
 */
function beforeTheGate(principal: Principal): string {
  if (principal.kind === 'connection') return principal.connectionId;
  return `unknown ${principal.digest.toString('hex', 0, SHARED_BYTES)}`;
}

const WHOSE: Readonly<Record<string, string>> = {
  credential: 'This connection or API key',
  person: 'This person',
  organization: 'This organization',
};

function refusalOf(exceeded: readonly Count[]): AppError {
  const retryAfterSeconds = Math.max(...exceeded.map(({ resetSeconds }) => resetSeconds));
  const whose = WHOSE[exceeded[0]?.limit.name ?? ''] ?? 'This caller';
  return new AppError(
    'rate_limited',
    `${whose} has made too many calls. Go on in ${retryAfterSeconds} seconds, and more slowly.`,
    { retryAfterSeconds },
  );
}
