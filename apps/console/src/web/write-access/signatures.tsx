import styles from './signatures.module.css';

const SIGNATURE =
  'M2 12c4-9 8-11 7.600-5.500-.3 4-2.800 7-.8 7.200 2.500.3 3.900-5.500 6-5.300 1.700.2-.1 3.900 1.800 3.900 2 .1 4.500-2.500 7.700-5.500';

/** Two signature lines: the person's, which each gives at consent, and the organization's, signed while the switch is on. */
export function Signatures({ countersigned }: { readonly countersigned: boolean }) {
  return (
    <svg
      className={styles.pair}
      width="84"
      height="30"
      viewBox="0 0 84 30"
      fill="none"
      strokeLinecap="round"
      aria-hidden="true"
    >
      <path d="M3 24h34" className={styles.line} strokeWidth="1.500" />
      <path d={SIGNATURE} transform="translate(6 6)" stroke="currentColor" strokeWidth="1.900" />
      <path
        d="M47 24h34"
        className={countersigned ? styles.line : styles.missing}
        strokeWidth="1.500"
        strokeDasharray={countersigned ? undefined : '3 4'}
      />
      {countersigned && <path d={SIGNATURE} transform="translate(50 6)" stroke="currentColor" strokeWidth="1.900" />}
    </svg>
  );
}
