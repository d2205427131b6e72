import { Button, Group, Modal, Stack, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import { useFocusReturn } from './use-focus-return.ts';

interface ConfirmDialogProps {
  readonly opened: boolean;
  readonly title: string;
  /** What will happen, before anything does. */
  readonly children: ReactNode;
  readonly confirm: string;
  /** Whether somebody loses something by it. */
  readonly takesAway?: boolean;
  readonly pending: boolean;
  readonly error: Error | null;
  readonly onConfirm: () => void;
  readonly onCancel: () => void;
}

/** Asks before something that people will notice. The first focus is on Cancel. */
export function ConfirmDialog(props: ConfirmDialogProps) {
  useFocusReturn(props.opened);
  return (
    <Modal.Root opened={props.opened} onClose={props.onCancel}>
      <Modal.Overlay />
      <Modal.Content>
        <Modal.Body p="lg">
          <Stack gap="md">
            <Modal.Title>{props.title}</Modal.Title>
            {props.children}
            {props.error && (
              <Text size="sm" c="var(--mantine-color-error)" role="alert">
                {props.error.message}
              </Text>
            )}
            <Group justify="flex-end" gap="sm" mt="xs">
              <Button variant="default" onClick={props.onCancel} data-autofocus>
                Cancel
              </Button>
              <Button
                {...(props.takesAway !== false && { color: 'red.9' })}
                loading={props.pending}
                onClick={props.onConfirm}
              >
                {props.confirm}
              </Button>
            </Group>
          </Stack>
        </Modal.Body>
      </Modal.Content>
    </Modal.Root>
  );
}
