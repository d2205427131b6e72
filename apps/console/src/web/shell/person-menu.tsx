import { Button, Menu, Skeleton, Text } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { sessionQuery, useChange } from '../api/session.ts';
import { SignOutIcon } from '../icons.tsx';
import styles from './shell.module.css';

export function PersonMenu() {
  const { data: session } = useQuery(sessionQuery);
  const change = useChange();
  const signOut = useMutation({
    mutationFn: () => change<{ location: string }>('POST', '/auth/sign-out'),
    onSuccess: ({ location }) => window.location.assign(location),
  });
  if (!session) return <Skeleton h={36} w={96} aria-hidden />;
  return (
    <Menu position="bottom-end" width={240} withinPortal>
      <Menu.Target>
        <Button
          variant="default"
          loading={signOut.isPending}
          classNames={{ root: styles.person ?? '', label: styles.personName ?? '' }}
        >
          {session.person.name}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>
          Signed in as
          <Text size="sm" c="var(--mantine-color-text)" truncate>
            {session.person.email}
          </Text>
        </Menu.Label>
        <Menu.Item leftSection={<SignOutIcon />} onClick={() => signOut.mutate()}>
          Sign out
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
