import { Group, Stack, Text } from '@mantine/core';
import { ScopeBadge, type ScopeBadgeProps } from './scope-badge.tsx';

interface ScopeBadgesProps {
  readonly badges: readonly ScopeBadgeProps[];
  /** Whether what withholds some of them matters still. */
  readonly isLive: boolean;
}

/** The scopes, and in words what withholds some of them: touch screens have no tooltips. */
export function ScopeBadges({ badges, isLive }: ScopeBadgesProps) {
  const reasons = new Set(badges.flatMap(({ withheld }) => withheld ?? []));
  return (
    <Stack gap={5}>
      <Group gap={6}>
        {badges.map((badge) => (
          <ScopeBadge key={badge.label} {...badge} />
        ))}
      </Group>
      {isLive &&
        [...reasons].map((reason) => (
          <Text key={reason} size="xs" c="dimmed" lh={1.35} maw="17rem" aria-hidden>
            {reason}
          </Text>
        ))}
    </Stack>
  );
}
