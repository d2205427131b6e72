import { Skeleton, Stack } from '@mantine/core';

export function LoadingKeys() {
  return (
    <Stack gap="sm" aria-hidden>
      <Skeleton h={36} w={130} mb="md" />
      <Skeleton h={190} />
      <Skeleton h={190} />
    </Stack>
  );
}
