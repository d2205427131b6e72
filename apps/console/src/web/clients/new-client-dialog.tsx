import type { MadeClientView } from '@countersign/contracts/console-clients';
import { Modal } from '@mantine/core';
import { useState } from 'react';
import { useFocusReturn } from '../parts/use-focus-return.ts';
import { MadeClient } from './made-client.tsx';
import { NewClientForm, type NewClientFormProps } from './new-client-form.tsx';

type NewClientDialogProps = Omit<NewClientFormProps, 'onMade'> & { readonly opened: boolean };

/** Makes a client and shows its secret. While that was shown and not yet copied, closing asks first. */
export function NewClientDialog({ opened, onClose, ...form }: NewClientDialogProps) {
  const [made, setMade] = useState<MadeClientView>();
  const [isKept, setIsKept] = useState(false);
  const [isLeaving, setIsLeaving] = useState(false);
  useFocusReturn(opened);
  const close = () => {
    if (made && !isKept && !isLeaving) setIsLeaving(true);
    else onClose();
  };
  return (
    <Modal.Root opened={opened} onClose={close} size="lg" closeOnClickOutside={!made}>
      <Modal.Overlay />
      <Modal.Content>
        <Modal.Body p="lg">
          <Modal.Title mb="lg">{made ? `The client “${made.client.name}” is made` : 'New client'}</Modal.Title>
          {made ? (
            <MadeClient
              made={made}
              isKept={isKept}
              onKept={() => {
                setIsKept(true);
                setIsLeaving(false);
              }}
              isLeaving={isLeaving}
              onStay={() => setIsLeaving(false)}
              onLeave={close}
            />
          ) : (
            <NewClientForm {...form} onMade={setMade} onClose={onClose} />
          )}
        </Modal.Body>
      </Modal.Content>
    </Modal.Root>
  );
}
