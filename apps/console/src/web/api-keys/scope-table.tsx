import type { Tier } from '@countersign/contracts/scopes';
import { Button, Group, Input, Table, VisuallyHidden } from '@mantine/core';
import { useId } from 'react';
import { ALL_MODULES, chosenIn, isSettledByAll, PRESETS, type ScopeChoice, type ScopeRow } from './scope-choice.ts';
import styles from './scope-table.module.css';

interface ScopeTableProps {
  readonly rows: readonly ScopeRow[];
  readonly choice: ScopeChoice;
  readonly onChoose: (choice: ScopeChoice) => void;
}

const COLUMNS: readonly { readonly tier: Tier | undefined; readonly label: string }[] = [
  { tier: undefined, label: 'None' },
  { tier: 'read', label: 'Read' },
  { tier: 'write', label: 'Write' },
  { tier: 'manage', label: 'Manage' },
];

/** Modules down, tiers across: one choice in each row, and the first row for all of them. */
export function ScopeTable({ rows, choice, onChoose }: ScopeTableProps) {
  const id = useId();
  const all = rows[0]?.offered ?? [];
  return (
    <fieldset className={styles.group}>
      <legend className={styles.legend}>What it may do</legend>
      <Input.Description mb="xs">
        Writing holds reading, managing holds both. What is chosen for all modules holds for new ones too.
      </Input.Description>
      <Group gap="xs" mb="xs">
        {PRESETS.filter((preset) => all.includes(preset.choice[ALL_MODULES])).map((preset) => (
          <Button key={preset.label} variant="default" size="xs" onClick={() => onChoose(preset.choice)}>
            {preset.label}
          </Button>
        ))}
      </Group>
      <Table className={styles.table ?? ''}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th scope="col">
              <VisuallyHidden>Module</VisuallyHidden>
            </Table.Th>
            {COLUMNS.map(({ label }) => (
              <Table.Th key={label} scope="col">
                {label}
              </Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {rows.map((row) => (
            <Table.Tr key={row.module} className={row.module === ALL_MODULES ? styles.all : undefined}>
              <Table.Th scope="row">{row.title}</Table.Th>
              {COLUMNS.map(({ tier, label }) => (
                <Table.Td key={label}>
                  <label className={styles.cell}>
                    <VisuallyHidden>
                      {row.title}: {label}
                    </VisuallyHidden>
                    <input
                      type="radio"
                      className={styles.choice}
                      name={`${id}-${row.module}`}
                      checked={chosenIn(choice, row.module) === tier}
                      disabled={
                        (tier !== undefined && !row.offered.includes(tier)) || isSettledByAll(choice, row.module, tier)
                      }
                      onChange={() => onChoose({ ...choice, [row.module]: tier })}
                    />
                  </label>
                </Table.Td>
              ))}
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </fieldset>
  );
}
