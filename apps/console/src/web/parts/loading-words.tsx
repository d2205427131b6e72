import { Skeleton } from '@mantine/core';

/** Stands for words on the way, as high as the line they will stand in. */
export function LoadingWords({ w }: { readonly w: number | string }) {
  return <Skeleton component="span" display="block" h="1lh" w={w} maw="100%" />;
}
