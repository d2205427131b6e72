import { Stack, Text, Title } from '@mantine/core';
import type { ReactNode } from 'react';

interface PageHeadingProps {
  readonly title: string;
  /** What the page belongs to. */
  readonly of?: ReactNode;
  readonly children: ReactNode;
}

/** The page's name, for the eye, for the window and for screen readers. */
export function PageHeading({ title, of, children }: PageHeadingProps) {
  return (
    <Stack component="header" gap={6} mb="xl">
      <title>{`${title} · Countersign`}</title>
      {of && (
        <Text size="sm" fw={600} c="var(--mantine-color-anchor)">
          {of}
        </Text>
      )}
      <Title order={1} fz={{ base: '1.5rem', sm: '1.75rem' }} lh={1.2}>
        {title}
      </Title>
      <Text c="dimmed" maw="42rem">
        {children}
      </Text>
    </Stack>
  );
}
