import { Group, NativeSelect, SegmentedControl, TextInput } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { useState } from 'react';
import type { ConnectionFilter, ConnectionSort, ConnectionStates } from './connection-filter.ts';
import styles from './connection-filter-bar.module.css';

const STATES: { readonly value: ConnectionStates; readonly label: string }[] = [
  { value: 'all', label: 'All' },
  { value: 'active', label: 'Active' },
  { value: 'ended', label: 'Ended' },
];

const SORTS: { readonly value: ConnectionSort; readonly label: string }[] = [
  { value: 'added', label: 'Newest first' },
  { value: 'used', label: 'Last used first' },
  { value: 'expires', label: 'Expiring first' },
];

interface ConnectionFilterBarProps {
  readonly filter: ConnectionFilter;
  readonly onChange: (change: Partial<ConnectionFilter>) => void;
}

export function ConnectionFilterBar({ filter, onChange }: ConnectionFilterBarProps) {
  const [text, setText] = useState(filter.text);
  // Browsers let an address be written only so often.
  const settle = useDebouncedCallback((settled: string) => onChange({ text: settled }), 150);
  return (
    <Group component="search" gap="sm" className={styles.bar ?? ''}>
      <TextInput
        type="search"
        className={styles.text ?? ''}
        aria-label="Filter by client or organization"
        placeholder="Client or organization"
        value={text}
        onChange={({ currentTarget: { value } }) => {
          setText(value);
          settle(value);
        }}
      />
      <SegmentedControl
        aria-label="Which connections"
        data={[...STATES]}
        value={filter.state}
        onChange={(state) => onChange({ state })}
      />
      <NativeSelect
        aria-label="Order"
        data={[...SORTS]}
        value={filter.sort}
        onChange={({ currentTarget }) => onChange({ sort: currentTarget.value as ConnectionSort })}
      />
    </Group>
  );
}
