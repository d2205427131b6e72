import { Paper, Stack } from '@mantine/core';
import type { ReactNode } from 'react';
import list from './list.module.css';

interface CardsProps {
  readonly label: string;
  readonly children: ReactNode;
}

/** A list with a card for each, where a row has not the room. */
export function Cards({ label, children }: CardsProps) {
  return (
    <Stack component="ul" aria-label={label} gap="sm" p={0} m={0} style={{ listStyle: 'none' }}>
      {children}
    </Stack>
  );
}

interface CardProps {
  /** Whether it opens nothing any more. */
  readonly ended: boolean;
  readonly children: ReactNode;
}

export function Card({ ended, children }: CardProps) {
  return (
    <Paper component="li" withBorder p="md" className={ended ? list.ended : undefined}>
      {children}
    </Paper>
  );
}
