import type { Severity } from '@countersign/contracts/audit-event';
import type { ActivityFilter, ActivityKind } from '@countersign/contracts/console-connections';
import { Button, Group, NativeSelect, SegmentedControl } from '@mantine/core';
import { activityExportPath } from '../api/activity.ts';
import styles from './activity-filter-bar.module.css';

const KINDS: { readonly value: ActivityKind | 'all'; readonly label: string }[] = [
  { value: 'all', label: 'All' },
  { value: 'oauth', label: 'Access' },
  { value: 'reads', label: 'Reads' },
  { value: 'writes', label: 'Writes' },
];

const SEVERITIES: { readonly value: Severity; readonly label: string }[] = [
  { value: 'info', label: 'Any severity' },
  { value: 'notice', label: 'Notice or more' },
  { value: 'warning', label: 'Warning or more' },
  { value: 'critical', label: 'Critical only' },
];

interface ActivityFilterBarProps {
  readonly id: string;
  readonly filter: ActivityFilter;
  readonly onChange: (filter: ActivityFilter) => void;
}

/** Narrows the timeline, and gives it away as a file narrowed in the same way. */
export function ActivityFilterBar({ id, filter, onChange }: ActivityFilterBarProps) {
  return (
    <Group gap="sm" className={styles.bar ?? ''}>
      <SegmentedControl
        size="sm"
        aria-label="Kind"
        data={[...KINDS]}
        value={filter.kind ?? 'all'}
        onChange={(kind) => onChange({ ...filter, kind: kind === 'all' ? undefined : kind })}
      />
      <NativeSelect
        size="sm"
        aria-label="Severity"
        data={[...SEVERITIES]}
        value={filter.severity ?? 'info'}
        onChange={({ currentTarget: { value } }) =>
          onChange({ ...filter, severity: value === 'info' ? undefined : (value as Severity) })
        }
      />
      <Group gap={6} className={styles.exports ?? ''}>
        {(['csv', 'jsonl'] as const).map((format) => (
          <Button
            key={format}
            component="a"
            href={activityExportPath(id, filter, format)}
            download
            variant="default"
            size="sm"
            px="sm"
            aria-label={`Export as ${format === 'csv' ? 'CSV' : 'JSON lines'}`}
          >
            {format === 'csv' ? 'CSV' : 'JSON lines'}
          </Button>
        ))}
      </Group>
    </Group>
  );
}
