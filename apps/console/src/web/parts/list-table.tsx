import { Paper, Table, VisuallyHidden } from '@mantine/core';
import type { ReactNode } from 'react';
import list from './list.module.css';

interface ListTableProps {
  readonly caption: string;
  readonly columns: readonly string[];
  /** What the last column is for, which its buttons say by themselves to who sees them. */
  readonly actions: string;
  readonly children: ReactNode;
}

/** A list as a table, for a window that has the room. */
export function ListTable({ caption, columns, actions, children }: ListTableProps) {
  return (
    <Paper withBorder>
      <Table verticalSpacing="md" horizontalSpacing="md">
        <Table.Caption hidden>{caption}</Table.Caption>
        <Table.Thead>
          <Table.Tr>
            {columns.map((name) => (
              <Table.Th key={name} scope="col" fz="xs" c="dimmed" fw={600} className={list.column}>
                {name}
              </Table.Th>
            ))}
            <Table.Th scope="col">
              <VisuallyHidden>{actions}</VisuallyHidden>
            </Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>{children}</Table.Tbody>
      </Table>
    </Paper>
  );
}
