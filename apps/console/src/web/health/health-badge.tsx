import type { ConnectorHealthView } from '@countersign/contracts/console-connect';
import { Button, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { BrokenIcon, CheckIcon } from '../icons.tsx';
import { LoadingWords } from '../parts/loading-words.tsx';
import { connectorHealthQuery } from './connector-health-query.ts';
import styles from './health-badge.module.css';
import { HealthDetails } from './health-details.tsx';
import { healthWords } from './health-words.ts';

interface HealthBadgeProps {
  /** The slug of the organization whose own address it is; the general address without. */
  readonly organization?: string | undefined;
}

/** Whether an assistant could connect now, found out by the server, and what the organization would let it do. */
export function HealthBadge({ organization }: HealthBadgeProps) {
  const { data: health, error, refetch } = useQuery(connectorHealthQuery(organization));
  // Only what the person asked for turns the button; the checks by themselves are quiet.
  const [isAsked, setIsAsked] = useState(false);
  const check = async () => {
    setIsAsked(true);
    await refetch();
    setIsAsked(false);
  };
  const retry = (
    <Button variant="default" size="xs" loading={isAsked} onClick={() => void check()}>
      Check again
    </Button>
  );
  if (error) {
    return (
      <Badge look={styles.broken} headline="Cannot be checked" retry={retry}>
        {error.message}
      </Badge>
    );
  }
  if (!health) {
    return (
      <Badge look={styles.unknown} headline="Checking the connection…" retry={retry}>
        <LoadingWords w="12rem" />
      </Badge>
    );
  }
  return <KnownHealth health={health} retry={retry} />;
}

function KnownHealth({ health, retry }: { readonly health: ConnectorHealthView; readonly retry: ReactNode }) {
  const { headline, more } = healthWords(health);
  return (
    <Badge
      look={health.failure ? styles.broken : styles.well}
      headline={headline}
      retry={retry}
      details={<HealthDetails health={health} />}
    >
      {health.failure ? more : <span className={styles.limits}>{more}</span>}
    </Badge>
  );
}

interface BadgeProps {
  readonly look: string | undefined;
  readonly headline: string;
  readonly retry: ReactNode;
  readonly details?: ReactNode;
  readonly children: ReactNode;
}

/** Takes the same room whatever a check finds, so that nothing below it moves when the answer comes. */
function Badge({ look, headline, retry, details, children }: BadgeProps) {
  const isBroken = look === styles.broken;
  return (
    <div className={styles.room}>
      <div className={`${styles.badge} ${look}`}>
        <div className={styles.words}>
          <div className={styles.said}>
            <Text component="output" display="block" fw={600} size="sm">
              <span className={styles.sign}>{isBroken ? <BrokenIcon size={18} /> : <CheckIcon size={18} />}</span>
              {headline}
            </Text>
            <Text size="sm" component="div" c={isBroken ? 'var(--mantine-color-text)' : 'dimmed'}>
              {children}
            </Text>
          </div>
          {details ?? <div className={styles.detailsToCome} />}
        </div>
        <div className={styles.retry}>{retry}</div>
      </div>
    </div>
  );
}
