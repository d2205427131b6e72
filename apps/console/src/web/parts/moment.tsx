import { useInterval } from '@mantine/hooks';
import { useState } from 'react';
import { momentWords } from './moment-words.ts';

const absolute = new Intl.DateTimeFormat('en', { dateStyle: 'medium', timeStyle: 'short' });

/** A time as people say it, with the exact one for pointer and machine. Keeps up with the clock. */
export function Moment({ at }: { readonly at: string }) {
  const [now, setNow] = useState(() => Date.now());
  useInterval(() => setNow(Date.now()), 30_000, { autoInvoke: true });
  return (
    <time dateTime={at} title={absolute.format(new Date(at))}>
      {momentWords(Date.parse(at), now)}
    </time>
  );
}
