import type { OrganizationClientView } from '@countersign/contracts/console-organization';
import { NativeSelect, SegmentedControl, TextInput } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { useState } from 'react';
import type { ConnectionFilter } from '../api/organization-connections.ts';
import styles from './connection-filters.module.css';
import type { SetFilter } from './use-connection-filter.ts';

interface ConnectionFiltersProps {
  readonly clients: readonly OrganizationClientView[];
  readonly filter: ConnectionFilter;
  readonly onFilter: SetFilter;
}

const TYPING_PAUSE_MS = 250;

export function ConnectionFilters({ clients, filter, onFilter }: ConnectionFiltersProps) {
  const [typed, setTyped] = useState(filter.owner);
  const [given, setGiven] = useState(filter.owner);
  // The address may change by other means than typing: a link, or “Show all”.
  if (given !== filter.owner) {
    setGiven(filter.owner);
    setTyped(filter.owner);
  }
  const search = useDebouncedCallback((owner: string) => {
    setGiven(owner);
    onFilter({ owner });
  }, TYPING_PAUSE_MS);
  const isKnown = clients.some(({ key }) => key === filter.client);

  return (
    <search className={styles.filters ?? ''}>
      <TextInput
        label="Owner"
        placeholder="Name or e-mail"
        value={typed}
        maxLength={320}
        onChange={({ currentTarget }) => {
          setTyped(currentTarget.value);
          search(currentTarget.value.trim());
        }}
      />
      <NativeSelect
        label="Client"
        value={filter.client}
        onChange={({ currentTarget }) => onFilter({ client: currentTarget.value })}
      >
        <option value="">All clients</option>
        {filter.client && !isKnown && <option value={filter.client}>A client without connections</option>}
        {clients.map((client) => (
          <option key={client.key} value={client.key}>
            {clientInWords(client)}
          </option>
        ))}
      </NativeSelect>
      <SegmentedControl
        className={styles.state ?? ''}
        aria-label="State"
        value={filter.state}
        onChange={(state) => onFilter({ state: state === 'ended' ? 'ended' : 'active' })}
        data={[
          { value: 'active', label: 'Active' },
          { value: 'ended', label: 'Ended' },
        ]}
      />
    </search>
  );
}

function clientInWords({ name, verifiedHost, redirectHost, live }: OrganizationClientView): string {
  return `${name}, ${verifiedHost ?? `self-registered, ${redirectHost}`} (${live} active)`;
}
