import { Button, VisuallyHidden } from '@mantine/core';
import { useClipboard } from '@mantine/hooks';
import { useRef } from 'react';
import { CheckIcon, CopyIcon } from '../icons.tsx';
import styles from './copyable.module.css';

interface CopyableProps {
  readonly text: string;
  /** What is copied, for people who do not see it: “the connector address”. */
  readonly what: string;
  readonly strong?: boolean;
}

/** Text to take along. Where the browser forbids copying, it is selected instead. */
export function Copyable({ text, what, strong = false }: CopyableProps) {
  const clipboard = useClipboard({ timeout: 2500 });
  const content = useRef<HTMLElement>(null);

  const copy = () => {
    if (!isSecureContext) {
      if (content.current) getSelection()?.selectAllChildren(content.current);
      return;
    }
    clipboard.copy(text);
  };

  return (
    <div className={`${styles.box} ${text.includes('\n') ? styles.lines : ''}`}>
      <code ref={content} className={`${styles.text} ${strong ? styles.strong : ''}`}>
        {text}
      </code>
      <Button
        className={styles.button}
        variant={strong ? 'filled' : 'default'}
        size="sm"
        leftSection={clipboard.copied ? <CheckIcon size={16} /> : <CopyIcon size={16} />}
        miw={118}
        onClick={copy}
      >
        {clipboard.copied ? 'Copied' : 'Copy'}
        <VisuallyHidden>{clipboard.copied ? '' : ` ${what}`}</VisuallyHidden>
      </Button>
      <VisuallyHidden component="output">{clipboard.copied ? `Copied ${what}.` : ''}</VisuallyHidden>
    </div>
  );
}
