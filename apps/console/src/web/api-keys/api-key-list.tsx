import type { ApiKeyView } from '@countersign/contracts/console-api-keys';
import { Button, Group, Stack, Text, VisuallyHidden } from '@mantine/core';
import type { ScopeBadgeProps } from '../connections/scope-badge.tsx';
import { ScopeBadges } from '../connections/scope-badges.tsx';
import { whyWithheld } from '../connections/why-withheld.ts';
import { Card, Cards } from '../parts/cards.tsx';
import list from '../parts/list.module.css';
import { Moment } from '../parts/moment.tsx';
import { scopeInWords } from './scope-choice.ts';

interface ApiKeyListProps {
  readonly caption: string;
  readonly apiKeys: readonly ApiKeyView[];
  /** Whether whose a key is goes without saying. */
  readonly isMine: boolean;
  readonly onActivity: (apiKey: ApiKeyView) => void;
  readonly onRevoke: (apiKey: ApiKeyView) => void;
}

/** A card for each key, live or ended. */
export function ApiKeyList({ caption, apiKeys, isMine, onActivity, onRevoke }: ApiKeyListProps) {
  return (
    <Cards label={caption}>
      {apiKeys.map((apiKey) => (
        <Card key={apiKey.id} ended={apiKey.state !== 'active'}>
          <Stack gap="sm">
            <Group justify="space-between" align="flex-start" gap="sm" wrap="nowrap">
              <div>
                <Text component="h3" fw={600}>
                  {apiKey.name}
                </Text>
                <Text size="sm" c="dimmed" ff="monospace">
                  {apiKey.prefix}…
                </Text>
              </div>
              {apiKey.state === 'active' && (
                <Button variant="default" size="xs" className={list.button ?? ''} onClick={() => onRevoke(apiKey)}>
                  Revoke
                  <VisuallyHidden> {apiKey.name}</VisuallyHidden>
                </Button>
              )}
            </Group>
            <ScopeBadges badges={badgesOf(apiKey, isMine)} isLive={apiKey.state === 'active'} />
            <Facts apiKey={apiKey} isMine={isMine} />
            <Group className={list.actions ?? ''}>
              <Button variant="subtle" size="compact-sm" onClick={() => onActivity(apiKey)}>
                Activity
                <VisuallyHidden> of {apiKey.name}</VisuallyHidden>
              </Button>
            </Group>
          </Stack>
        </Card>
      ))}
    </Cards>
  );
}

function badgesOf({ scopes, organization, owner }: ApiKeyView, isMine: boolean): ScopeBadgeProps[] {
  return scopes.map(({ scope, withheldBy }) => {
    const look = scope.startsWith('read:') ? 'read' : 'write';
    const reason = withheldBy && whyWithheld(withheldBy, organization.name, isMine ? undefined : owner?.name);
    // What withholds all of a key’s writing leaves its reading.
    const goesOn = withheldBy === 'write_switch' || withheldBy === 'billing_switch' ? ' Reading goes on.' : '';
    return { label: scopeInWords(scope), look, withheld: reason ? reason + goesOn : undefined };
  });
}

/** Takes the focus when the button that asked is gone. */
export function keyEndingId({ id }: ApiKeyView): string {
  return `ending-${id}`;
}

function Facts({ apiKey, isMine }: { readonly apiKey: ApiKeyView; readonly isMine: boolean }) {
  const { state, owner, organization, allowedAddresses, createdAt, createdBy, lastUsedAt, expiresAt, revoked } = apiKey;
  return (
    <dl className={list.facts}>
      {isMine && (
        <>
          <dt>Organization</dt>
          <dd>{organization.name}</dd>
        </>
      )}
      {!isMine && owner && (
        <>
          <dt>Owner</dt>
          <dd>
            {owner.name}, {owner.email}
          </dd>
        </>
      )}
      <dt>Last used</dt>
      <dd>{lastUsedAt ? <Moment at={lastUsedAt} /> : 'Not yet'}</dd>
      <dt>Created</dt>
      <dd>
        <Moment at={createdAt} />
        {!isMine && ` by ${createdBy?.name ?? 'somebody whose account is gone'}`}
      </dd>
      {allowedAddresses.length > 0 && (
        <>
          <dt>Only from</dt>
          <dd>{allowedAddresses.join(', ')}</dd>
        </>
      )}
      {revoked ? (
        <>
          <dt>Revoked</dt>
          <dd id={keyEndingId(apiKey)} tabIndex={-1}>
            <Moment at={revoked.at} />
            {revoked.reason === 'membership' ? ', with the membership' : ` by ${revoked.by?.name ?? 'an admin'}`}
          </dd>
        </>
      ) : (
        <>
          <dt>{state === 'expired' ? 'Expired' : 'Expires'}</dt>
          <dd>{expiresAt ? <Moment at={expiresAt} /> : 'Never'}</dd>
        </>
      )}
    </dl>
  );
}
