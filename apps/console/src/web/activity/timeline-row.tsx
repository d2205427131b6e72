import type { ActivityEvent } from '@countersign/contracts/console-connections';
import { eventDetails } from './event-details.ts';
import { eventInWords } from './event-words.ts';
import styles from './timeline.module.css';

const time = new Intl.DateTimeFormat('en', { timeStyle: 'medium', hourCycle: 'h23' });

const SEVERITIES = { info: 'Info', notice: 'Notice', warning: 'Warning', critical: 'Critical' } as const;
const OUTCOMES = { ok: 'Done', refused: 'Refused', failed: 'Failed' } as const;
const KINDS = { oauth: undefined, reads: 'Read', writes: 'Write' } as const;

interface TimelineRowProps {
  readonly event: ActivityEvent;
  readonly isNew: boolean;
}

export function TimelineRow({ event, isNew }: TimelineRowProps) {
  const { severity, outcome, kind, durationMs, address, userAgent } = event;
  const facts = [
    KINDS[kind],
    outcome === 'ok' ? OUTCOMES.ok : undefined,
    durationMs === null ? undefined : `${durationMs} ms`,
    address,
    userAgent,
  ].filter(Boolean);
  return (
    <li className={`${styles.row} ${styles[kind]} ${isNew ? styles.new : ''}`} data-row={event.id}>
      <div className={styles.what}>
        <span className={event.tool ? styles.tool : styles.action}>{eventInWords(event)}</span>
        <span className={`${styles.severity} ${styles[severity]}`}>{SEVERITIES[severity]}</span>
        {outcome !== 'ok' && <span className={styles.refused}>{OUTCOMES[outcome]}</span>}
      </div>
      <time className={styles.time} dateTime={event.at}>
        {time.format(new Date(event.at))}
      </time>
      <details className={styles.more}>
        <summary>
          <span className={styles.facts}>{facts.join(' · ')}</span>
          <span className={styles.open}>Details</span>
        </summary>
        <dl className={styles.details}>
          {eventDetails(event).map(([label, value]) => (
            <div key={label}>
              <dt>{label}</dt>
              <dd>{value}</dd>
            </div>
          ))}
        </dl>
      </details>
    </li>
  );
}
