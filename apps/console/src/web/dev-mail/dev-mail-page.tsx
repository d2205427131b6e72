import type { LetterView } from '@countersign/contracts/console-dev-mail';
import { Anchor, Paper, Skeleton, Stack, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { ApiError } from '../api/api-request.ts';
import { Failure } from '../parts/failure.tsx';
import { Moment } from '../parts/moment.tsx';
import { NotFoundPage } from '../parts/not-found-page.tsx';
import { PageHeading } from '../parts/page-heading.tsx';
import styles from './dev-mail.module.css';
import { devMailQuery } from './dev-mail-query.ts';
import { withLinks } from './with-links.ts';

/** `/dev/mail`: what would have left this machine if it had a mail server. */
export function DevMailPage() {
  const { data, error, refetch } = useQuery(devMailQuery);
  if (error instanceof ApiError && error.code === 'not_found') return <NotFoundPage />;
  return (
    <>
      <PageHeading title="Mail of this machine">
        There is no mail server, so letters to everybody are left in a folder, and shown here. With SMTP_URL, or under a
        public address, this page is not there.
      </PageHeading>
      <Stack gap="md">
        {error && <Failure title="The letters could not be read" error={error} onRetry={() => void refetch()} />}
        {!data && !error && <Skeleton h={240} aria-hidden />}
        {data?.letters.length === 0 && <Text c="dimmed">Nothing was sent yet. A letter appears within a second.</Text>}
        {data?.letters.map((letter) => (
          <Letter key={letter.id} letter={letter} />
        ))}
      </Stack>
    </>
  );
}

function Letter({ letter: { to, subject, at, text, attachments } }: { readonly letter: LetterView }) {
  return (
    <Paper component="article" withBorder p="lg">
      <Title order={2} size="h5">
        {subject}
      </Title>
      <Text size="sm" c="dimmed">
        To {to}
        {at && (
          <>
            , <Moment at={at} />
          </>
        )}
      </Text>
      <div className={styles.text}>
        {withLinks(text).map((part) =>
          part.kind === 'link' ? (
            <Anchor key={part.at} href={part.text} inherit underline="always">
              {part.text}
            </Anchor>
          ) : (
            part.text
          ),
        )}
      </div>
      {attachments.length > 0 && (
        <Text size="sm" c="dimmed" mt="sm">
          With {attachments.join(', ')}
        </Text>
      )}
    </Paper>
  );
}
