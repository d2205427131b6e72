import { Button, Text, VisuallyHidden } from '@mantine/core';
import { useTimeout } from '@mantine/hooks';
import { useRef, useState } from 'react';
import { CheckIcon, CopyIcon } from '../icons.tsx';
import styles from './copyable.module.css';

interface CopyableProps {
  readonly text: string;
  /** What is copied, for people who do not see it: “the connector address”. */
  readonly what: string;
  readonly strong?: boolean;
  /** Told each time it has reached the clipboard. */
  readonly onCopied?: () => void;
}

const SAID_MS = 2500;

/** Text to take along. Where the browser forbids copying, it is selected instead. */
export function Copyable({ text, what, strong = false, onCopied }: CopyableProps) {
  const [outcome, setOutcome] = useState<'copied' | 'selected'>();
  const forget = useTimeout(() => setOutcome(undefined), SAID_MS);
  const content = useRef<HTMLElement>(null);
  const isCopied = outcome === 'copied';

  const copy = async () => {
    try {
      // There is no clipboard where the context is not secure, and a person can have forbidden it.
      await navigator.clipboard.writeText(text);
      setOutcome('copied');
      forget.clear();
      forget.start();
      onCopied?.();
    } catch {
      if (content.current) getSelection()?.selectAllChildren(content.current);
      setOutcome('selected');
    }
  };

  return (
    <div className={styles.room}>
      <div className={`${styles.box} ${text.includes('\n') ? styles.lines : ''}`}>
        <code ref={content} className={`${styles.text} ${strong ? styles.strong : ''}`}>
          {text}
        </code>
        <Button
          className={styles.button}
          variant={strong ? 'filled' : 'default'}
          size="sm"
          leftSection={isCopied ? <CheckIcon size={16} /> : <CopyIcon size={16} />}
          miw={118}
          onClick={() => void copy()}
        >
          {isCopied ? 'Copied' : 'Copy'}
          <VisuallyHidden>{isCopied ? '' : ` ${what}`}</VisuallyHidden>
        </Button>
      </div>
      <VisuallyHidden component="output">{isCopied ? `Copied ${what}.` : ''}</VisuallyHidden>
      {outcome === 'selected' && (
        <Text component="output" display="block" size="sm" c="dimmed" mt={4}>
          The browser does not let this page copy. The text is selected: copy it with Ctrl+C or ⌘C.
        </Text>
      )}
    </div>
  );
}
