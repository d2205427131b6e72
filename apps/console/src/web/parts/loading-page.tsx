import { Skeleton, Stack } from '@mantine/core';

/** Stands where a page will, while its script is on the way. As high as a heading and something below it. */
export function LoadingPage() {
  return (
    <Stack gap="md" aria-hidden>
      <Skeleton h={34} w="16rem" />
      <Skeleton h={20} w="26rem" maw="100%" />
      <Skeleton h={240} mt="md" />
    </Stack>
  );
}
