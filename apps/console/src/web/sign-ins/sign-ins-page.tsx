import type { SignInsView, SignInView } from '@countersign/contracts/console-connect';
import { Button, Group, Paper, Skeleton, Stack, Text, Title, VisuallyHidden } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { Failure } from '../parts/failure.tsx';
import list from '../parts/list.module.css';
import { PageHeading } from '../parts/page-heading.tsx';
import { browserName } from './browser-name.ts';
import { EndDialog } from './end-dialog.tsx';
import { SignInRow } from './sign-in-row.tsx';
import { signInsQuery, useEndSignIns } from './sign-ins-query.ts';

/** `/settings/sign-ins`: where the person is signed in. Assistants are not among them: those are connections. */
export function SignInsPage() {
  const { data, error, refetch } = useQuery(signInsQuery);
  return (
    <>
      <PageHeading title="My sign-ins">
        Browsers you are signed in with. Assistants you connected go on without them: those are under MCP connections.
      </PageHeading>
      <Stack gap="lg">
        {error && (
          <Failure
            title={data ? 'This page may be out of date' : 'Your sign-ins could not be loaded'}
            error={error}
            onRetry={() => void refetch()}
          />
        )}
        {data && <SignIns signIns={data.signIns} />}
        {data && <Credentials {...data} />}
        {!data && !error && (
          <Stack gap="sm" aria-hidden>
            <Skeleton h={36} />
            <Skeleton h={86} />
            <Skeleton h={86} />
          </Stack>
        )}
      </Stack>
    </>
  );
}

/** What proves who the person is stays with the authorization server: its own pages change it. */
function Credentials({ passwordUrl, passkeysUrl }: Pick<SignInsView, 'passwordUrl' | 'passkeysUrl'>) {
  return (
    <Stack component="section" gap="xs" aria-labelledby="credentials">
      <Title order={2} size="h4" id="credentials">
        How you sign in
      </Title>
      <Text size="sm">
        Changing the password ends every other sign-in. With a passkey you sign in by fingerprint, face or the PIN of
        your device. Assistants you connected stay connected either way.
      </Text>
      <Group>
        <Button component="a" href={passwordUrl} variant="default" size="sm">
          Change password
        </Button>
        <Button component="a" href={passkeysUrl} variant="default" size="sm">
          Passkeys
        </Button>
      </Group>
    </Stack>
  );
}

function SignIns({ signIns }: { readonly signIns: readonly SignInView[] }) {
  const end = useEndSignIns();
  const [asked, setAsked] = useState<SignInView>();
  const [isAsking, setIsAsking] = useState(false);
  const [said, setSaid] = useState('');
  const heading = useRef<HTMLHeadingElement>(null);
  const others = signIns.filter(({ isThis }) => !isThis);

  const ask = (one: SignInView | undefined) => {
    end.reset();
    setAsked(one);
    setIsAsking(true);
  };
  const confirm = () =>
    end.mutate(asked, {
      onSuccess: () => {
        setIsAsking(false);
        setSaid(asked ? `${browserName(asked.userAgent)} is signed out.` : 'All other sign-ins have ended.');
        // The button that asked is gone with its row.
        heading.current?.focus();
      },
    });

  return (
    <Stack component="section" gap="sm" aria-labelledby="sign-ins">
      <Group justify="space-between" mih={36}>
        <Title order={2} size="h4" id="sign-ins" ref={heading} tabIndex={-1}>
          Active sign-ins
        </Title>
        {others.length > 0 && (
          <Button variant="default" size="sm" onClick={() => ask(undefined)}>
            End all others
          </Button>
        )}
      </Group>
      <Paper component="ul" withBorder className={list.rows ?? ''}>
        {signIns.map((one) => (
          <SignInRow key={one.id} signIn={one} onEnd={() => ask(one)} />
        ))}
      </Paper>
      {others.length === 0 && (
        <Text size="sm" c="dimmed">
          You are signed in nowhere else.
        </Text>
      )}
      <EndDialog
        signIn={asked}
        opened={isAsking}
        pending={end.isPending}
        error={end.error}
        onConfirm={confirm}
        onCancel={() => setIsAsking(false)}
      />
      <VisuallyHidden component="output">{said}</VisuallyHidden>
    </Stack>
  );
}
