import { Drawer, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import { useFocusReturn } from '../parts/use-focus-return.ts';
import styles from './side-panel.module.css';

interface SidePanelProps {
  readonly title: string;
  /** Whose it is, and who else sees it. */
  readonly lead: string;
  /** What the button says to who does not see its cross. */
  readonly close: string;
  readonly opened: boolean;
  readonly onClose: () => void;
  readonly children: ReactNode;
}

/** What is on record about one entry of a list, beside the list. */
export function SidePanel({ title, lead, close, opened, onClose, children }: SidePanelProps) {
  useFocusReturn(opened);
  return (
    <Drawer.Root opened={opened} onClose={onClose} position="right" size="xl">
      <Drawer.Overlay />
      <Drawer.Content className={styles.content ?? ''}>
        <div className={styles.header}>
          <div>
            <Drawer.Title>{title}</Drawer.Title>
            <Text size="sm" c="dimmed">
              {lead}
            </Text>
          </div>
          <Drawer.CloseButton aria-label={close} />
        </div>
        <Drawer.Body pt="md">{children}</Drawer.Body>
      </Drawer.Content>
    </Drawer.Root>
  );
}
