import { type ConnectorHealthView, HEALTH_STEPS } from '@countersign/contracts/console-connect';
import { VisuallyHidden } from '@mantine/core';
import { BrokenIcon, CheckIcon } from '../icons.tsx';
import { Moment } from '../parts/moment.tsx';
import styles from './health-badge.module.css';
import { capitalized, policyWords, STEP_NAMES } from './health-words.ts';

/** Every step with its outcome, then what each organization allows. Closed until somebody wants to know. */
export function HealthDetails({
  health: { failure, checkedAt, organizations },
}: {
  readonly health: ConnectorHealthView;
}) {
  const failedAt = failure ? HEALTH_STEPS.indexOf(failure.step) : HEALTH_STEPS.length;
  return (
    <details className={styles.details}>
      <summary>
        What was checked <Moment at={checkedAt} />
      </summary>
      <ol className={styles.steps}>
        {HEALTH_STEPS.map((step, index) => (
          <li key={step} className={index > failedAt ? styles.notTried : undefined}>
            <span className={styles.mark}>
              {index < failedAt && <CheckIcon size={16} />}
              {index === failedAt && <BrokenIcon size={16} />}
            </span>
            <span>
              {STEP_NAMES[step]}
              {index === failedAt && (
                <>
                  <strong>: failed.</strong> {failure?.detail}
                </>
              )}
              {index > failedAt && ': not tried'}
              {index < failedAt && <VisuallyHidden>: yes</VisuallyHidden>}
            </span>
          </li>
        ))}
      </ol>
      {!failure && organizations.length > 0 && (
        <dl className={styles.policies}>
          {organizations.map((organization) => (
            <div key={organization.slug}>
              <dt>{organization.name}</dt>
              <dd>{capitalized(policyWords(organization))}</dd>
            </div>
          ))}
        </dl>
      )}
    </details>
  );
}
