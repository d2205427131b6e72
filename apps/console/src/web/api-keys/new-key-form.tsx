import type { OrganizationView } from '@countersign/contracts/console-api';
import { API_KEY_NAME_LENGTH_MAX, type CreatedApiKeyView } from '@countersign/contracts/console-api-keys';
import type { PublicCatalogue } from '@countersign/contracts/public-catalogue';
import { Button, Group, NativeSelect, Stack, Text, Textarea, TextInput } from '@mantine/core';
import { type SubmitEvent, useEffect, useEffectEvent, useRef, useState } from 'react';
import { type KeysOf, useMakeApiKey } from '../api/api-keys.ts';
import { type ScopeChoice, scopeRows, toScopes } from './scope-choice.ts';
import { ScopeTable } from './scope-table.tsx';

interface NewKeyFormProps {
  readonly of: KeysOf;
  /** For a personal key, those the person is a member of; else the one. */
  readonly organizations: readonly OrganizationView[];
  readonly catalogue: PublicCatalogue;
  /** What was filled in before a sign-in that the key asked for: it is made at once. */
  readonly kept?: KeyDraft | undefined;
  /** Leads through that sign-in when it is why no key was made. */
  readonly onRefused: (error: Error, draft: KeyDraft) => void;
  readonly onMade: (made: CreatedApiKeyView) => void;
  readonly onClose: () => void;
}

/** What the form holds. */
export interface KeyDraft {
  readonly name: string;
  readonly slug: string;
  readonly choice: ScopeChoice;
  /** Empty for no end. */
  readonly days: string;
  readonly addresses: string;
}

const LIFETIMES = [
  { value: '30', label: '30 days' },
  { value: '90', label: '90 days' },
  { value: '365', label: '1 year' },
  { value: '', label: 'No end' },
];

export function NewKeyForm({ of, organizations, catalogue, kept, onRefused, onMade, onClose }: NewKeyFormProps) {
  const make = useMakeApiKey(of);
  const [name, setName] = useState(kept?.name ?? '');
  const [slug, setSlug] = useState(kept?.slug ?? organizations[0]?.slug ?? '');
  const [choice, setChoice] = useState<ScopeChoice>(kept?.choice ?? {});
  const [days, setDays] = useState(kept?.days ?? '90');
  const [addresses, setAddresses] = useState(kept?.addresses ?? '');
  const [isUnchosen, setIsUnchosen] = useState(false);
  // The dialog has opened before there was a field to go to.
  const first = useRef<HTMLInputElement>(null);
  useEffect(() => first.current?.focus(), []);
  const isPersonal = of.kind === 'personal';
  const role = organizations.find((one) => one.slug === slug)?.role ?? 'viewer';

  const send = (draft: KeyDraft) => {
    const allowedAddresses = draft.addresses.split(/[\s,]+/).filter((address) => address !== '');
    make.mutate(
      {
        name: draft.name,
        scopes: toScopes(draft.choice),
        expiresInDays: draft.days === '' ? null : Number(draft.days),
        allowedAddresses,
        ...(isPersonal && { organization: draft.slug }),
      },
      { onSuccess: onMade, onError: (error) => onRefused(error, draft) },
    );
  };
  const sendKept = useEffectEvent(send);
  useEffect(() => {
    if (kept) sendKept(kept);
  }, [kept]);
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    const isNothing = toScopes(choice).length === 0;
    setIsUnchosen(isNothing);
    if (!isNothing) send({ name, slug, choice, days, addresses });
  };

  return (
    <form onSubmit={submit}>
      <Stack gap="lg">
        <TextInput
          ref={first}
          label="Name"
          description="What it is for, so that you know later what stops when you revoke it."
          required
          maxLength={API_KEY_NAME_LENGTH_MAX}
          autoComplete="off"
          value={name}
          onChange={({ currentTarget }) => setName(currentTarget.value)}
        />
        {isPersonal && (
          <NativeSelect
            label="Organization"
            value={slug}
            onChange={({ currentTarget }) => {
              setSlug(currentTarget.value);
              // Another role may offer less.
              setChoice({});
            }}
            data={organizations.map((one) => ({ value: one.slug, label: one.name }))}
          />
        )}
        <ScopeTable
          rows={scopeRows(catalogue, isPersonal ? role : null)}
          choice={choice}
          onChoose={(next) => {
            setChoice(next);
            setIsUnchosen(false);
          }}
        />
        <NativeSelect
          label="Expires after"
          value={days}
          onChange={({ currentTarget }) => setDays(currentTarget.value)}
          data={LIFETIMES}
        />
        <Textarea
          label="Only from these addresses"
          description="One a line: 203.0.113.7, 203.0.113.0/24 or 2001:db8::/32. Empty for everywhere."
          autosize
          minRows={1}
          maxRows={6}
          value={addresses}
          onChange={({ currentTarget }) => setAddresses(currentTarget.value)}
        />
        {(isUnchosen || make.error) && (
          <Text size="sm" c="var(--mantine-color-error)" role="alert">
            {isUnchosen ? 'Choose what the key may do.' : make.error?.message}
          </Text>
        )}
        <Group justify="flex-end" gap="sm">
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" loading={make.isPending}>
            Make the key
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
