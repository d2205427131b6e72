import type { OrganizationView } from '@countersign/contracts/console-api';
import { API_KEY_NAME_LENGTH_MAX, type CreatedApiKeyView } from '@countersign/contracts/console-api-keys';
import type { PublicCatalogue } from '@countersign/contracts/public-catalogue';
import { Button, Group, NativeSelect, Stack, Text, Textarea, TextInput } from '@mantine/core';
import { type SubmitEvent, useEffect, useRef, useState } from 'react';
import { type KeysOf, useMakeApiKey } from '../api/api-keys.ts';
import { type ScopeChoice, scopeRows, toScopes } from './scope-choice.ts';
import { ScopeTable } from './scope-table.tsx';

interface NewKeyFormProps {
  readonly of: KeysOf;
  /** For a personal key, those the person is a member of; else the one. */
  readonly organizations: readonly OrganizationView[];
  readonly catalogue: PublicCatalogue;
  readonly onMade: (made: CreatedApiKeyView) => void;
  readonly onClose: () => void;
}

const LIFETIMES = [
  { value: '30', label: '30 days' },
  { value: '90', label: '90 days' },
  { value: '365', label: '1 year' },
  { value: '', label: 'No end' },
];

export function NewKeyForm({ of, organizations, catalogue, onMade, onClose }: NewKeyFormProps) {
  const make = useMakeApiKey(of);
  const [name, setName] = useState('');
  const [slug, setSlug] = useState(organizations[0]?.slug ?? '');
  const [choice, setChoice] = useState<ScopeChoice>({});
  const [days, setDays] = useState('90');
  const [addresses, setAddresses] = useState('');
  const [isUnchosen, setIsUnchosen] = useState(false);
  // The dialog has opened before there was a field to go to.
  const first = useRef<HTMLInputElement>(null);
  useEffect(() => first.current?.focus(), []);
  const isPersonal = of.kind === 'personal';
  const role = organizations.find((one) => one.slug === slug)?.role ?? 'viewer';

  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    const scopes = toScopes(choice);
    setIsUnchosen(scopes.length === 0);
    if (scopes.length === 0) return;
    const allowedAddresses = addresses.split(/[\s,]+/).filter((address) => address !== '');
    make.mutate(
      {
        name,
        scopes,
        expiresInDays: days === '' ? null : Number(days),
        allowedAddresses,
        ...(isPersonal && { organization: slug }),
      },
      { onSuccess: onMade },
    );
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
