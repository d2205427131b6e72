import type { ConnectionView } from '@countersign/contracts/console-api';
import { Button, Group, Modal, Skeleton, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { connectionSettingsQuery } from '../api/connections.ts';
import { Failure } from '../parts/failure.tsx';
import { useFocusReturn } from '../parts/use-focus-return.ts';
import { EditForm } from './edit-form.tsx';

interface EditDialogProps {
  readonly connection: ConnectionView;
  readonly opened: boolean;
  readonly onSaved: (connection: ConnectionView) => void;
  readonly onClose: () => void;
}

export function EditDialog({ connection, opened, onSaved, onClose }: EditDialogProps) {
  const { client, organization } = connection;
  useFocusReturn(opened);
  return (
    <Modal.Root opened={opened} onClose={onClose} size="lg">
      <Modal.Overlay />
      <Modal.Content>
        <Modal.Body p="lg">
          <Modal.Title>Edit {client.name}</Modal.Title>
          <Text size="sm" c="dimmed" mt={4} mb="lg">
            Connected to {organization.name}.
          </Text>
          <Settings connection={connection} onSaved={onSaved} onClose={onClose} />
        </Modal.Body>
      </Modal.Content>
    </Modal.Root>
  );
}

/** Asks anew each time the dialog opens: what may be allowed is somebody else's to change. */
function Settings({ connection, onSaved, onClose }: Omit<EditDialogProps, 'opened'>) {
  const settings = useQuery(connectionSettingsQuery(connection.id));
  if (settings.data) return <EditForm settings={settings.data} onSaved={onSaved} onClose={onClose} />;
  return (
    <Stack gap="lg">
      {settings.error ? (
        <Failure
          title="The settings could not be loaded"
          error={settings.error}
          onRetry={() => void settings.refetch()}
        />
      ) : (
        <Stack gap="lg" aria-hidden>
          <Skeleton h={77} />
          <Skeleton h={77} />
          <Skeleton h={222} />
        </Stack>
      )}
      <Group justify="flex-end">
        <Button variant="default" onClick={onClose} data-autofocus>
          Cancel
        </Button>
      </Group>
    </Stack>
  );
}
