import type { OrganizationView } from '@countersign/contracts/console-api';
import type { ApiKeyView } from '@countersign/contracts/console-api-keys';
import { Button, Group, Paper, Stack, Text, Title, VisuallyHidden } from '@mantine/core';
import { lazy, useEffect, useState } from 'react';
import type { KeysOf } from '../api/api-keys.ts';
import { FetchedLater } from '../parts/fetched-later.tsx';
import { useKeptChange } from '../sign-in-again/use-kept-change.ts';
import { useSignInAgain } from '../sign-in-again/use-sign-in-again.ts';
import { ApiKeyList, keyEndingId } from './api-key-list.tsx';
import { NewKeyDialog } from './new-key-dialog.tsx';
import type { KeyDraft } from './new-key-form.tsx';
import { RevokeKeyDialog } from './revoke-key-dialog.tsx';

/** Fetched when it is first opened: most visits never look. */
const KeyActivityPanel = lazy(async () => ({
  default: (await import('./key-activity-panel.tsx')).KeyActivityPanel,
}));

export interface KeySection {
  readonly title: string;
  /** Stands in place of a list that is empty; without it the section is left out. */
  readonly nothing?: string;
  readonly includes: (apiKey: ApiKeyView) => boolean;
}

interface ApiKeysProps {
  readonly of: KeysOf;
  readonly organizations: readonly OrganizationView[];
  readonly apiKeys: readonly ApiKeyView[];
  /** How live keys are told apart; those that ended follow by themselves. */
  readonly sections: readonly KeySection[];
}

/** The lists of keys, making one and ending one. */
export function ApiKeys({ of, organizations, apiKeys, sections }: ApiKeysProps) {
  const [dialogs, setDialogs] = useState(0);
  const [isMaking, setIsMaking] = useState(false);
  const [asked, setAsked] = useState<ApiKeyView>();
  const [isAsking, setIsAsking] = useState(false);
  const [watched, setWatched] = useState<ApiKeyView>();
  const [isWatching, setIsWatching] = useState(false);
  const [revokedHere, setRevokedHere] = useState<readonly ApiKeyView[]>([]);
  const [kept, setKept] = useState<KeyDraft>();
  const openDialog = (draft?: KeyDraft) => {
    // Each key is made in a dialog that knows nothing of the one before.
    setDialogs((count) => count + 1);
    setKept(draft);
    setIsMaking(true);
  };
  const signInAgain = useSignInAgain('make-api-key');
  useKeptChange('make-api-key', (draft) => openDialog(draft as KeyDraft));
  const last = revokedHere.at(-1);
  useEffect(() => {
    if (last) document.getElementById(keyEndingId(last))?.focus();
  }, [last]);

  // One that was revoked on this page stays where it was, so the eye finds it again.
  const shown = apiKeys.map((one) => revokedHere.find(({ id }) => id === one.id) ?? one);
  const staysHere = (one: ApiKeyView) => one.state === 'active' || revokedHere.some(({ id }) => id === one.id);
  const ended = shown.filter((one) => !staysHere(one));
  const list = {
    isMine: of.kind === 'personal',
    onActivity: (apiKey: ApiKeyView) => {
      setWatched(apiKey);
      setIsWatching(true);
    },
    onRevoke: (apiKey: ApiKeyView) => {
      setAsked(apiKey);
      setIsAsking(true);
    },
  };

  return (
    <Stack gap="xl">
      <Group>
        <Button onClick={() => openDialog()}>New API key</Button>
      </Group>
      {sections.map(({ title, nothing, includes }) => {
        const live = shown.filter((one) => staysHere(one) && includes(one));
        if (live.length === 0 && nothing === undefined) return null;
        return (
          <Stack key={title} component="section" gap="sm" aria-label={title}>
            <Title order={2} size="h4">
              {title}
            </Title>
            {live.length > 0 ? (
              <ApiKeyList caption={title} apiKeys={live} {...list} />
            ) : (
              <Paper withBorder p="lg">
                <Text size="sm" c="dimmed">
                  {nothing}
                </Text>
              </Paper>
            )}
          </Stack>
        );
      })}
      {ended.length > 0 && (
        <Stack component="section" gap="sm" aria-label="Ended in the last 90 days">
          <Title order={2} size="h4">
            Ended in the last 90 days
          </Title>
          <ApiKeyList caption="Ended in the last 90 days" apiKeys={ended} {...list} />
        </Stack>
      )}
      <VisuallyHidden component="output">{last ? `${last.name} is revoked.` : ''}</VisuallyHidden>
      <NewKeyDialog
        key={dialogs}
        of={of}
        organizations={organizations}
        opened={isMaking}
        kept={kept}
        onRefused={signInAgain}
        onClose={() => setIsMaking(false)}
      />
      {watched && (
        <FetchedLater failure="The activity could not be opened" meanwhile={null}>
          <KeyActivityPanel
            key={watched.id}
            of={of}
            apiKey={watched}
            opened={isWatching}
            onClose={() => setIsWatching(false)}
          />
        </FetchedLater>
      )}
      {asked && (
        <RevokeKeyDialog
          key={asked.id}
          of={of}
          apiKey={asked}
          opened={isAsking}
          onClose={() => setIsAsking(false)}
          onRevoked={(revoked) => {
            setIsAsking(false);
            setRevokedHere((before) => [...before, revoked]);
          }}
        />
      )}
    </Stack>
  );
}
