import { Text } from '@mantine/core';
import styles from './connect.module.css';
import type { Reach } from './reach.ts';

interface ReachNoticeProps {
  readonly reach: Reach;
  readonly client: string;
  readonly url: string;
}

/** Says plainly when an address cannot be reached from where the client runs. */
export function ReachNotice({ reach, client, url }: ReachNoticeProps) {
  if (reach === 'anywhere') return null;
  const { origin } = new URL(url);
  const isHopeless = reach === 'not_this_client';
  return (
    <div role="note" className={`${styles.notice} ${isHopeless ? styles.hopeless : ''}`}>
      <Text fw={600}>
        {isHopeless ? `${client} cannot reach this address` : 'This address works on one machine only'}
      </Text>
      <Text size="sm">
        {isHopeless
          ? `It calls from its maker’s servers, and ${origin} is known on this machine only. Hosted assistants need public https addresses: whoever runs this service sets them as MCP_URL, AUTH_URL and CONSOLE_URL.`
          : `${origin} is the machine that Countersign runs on. The assistant has to run there too.`}
      </Text>
    </div>
  );
}
