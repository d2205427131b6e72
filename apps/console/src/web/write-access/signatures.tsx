import styles from './signatures.module.css';

const STROKE =
  'M9 17c5-12 10.500-14.500 10-7.300-.3 5.300-3.700 9.300-1 9.600 3.300.4 5.200-7.300 8-7 2.200.2-.1 5.200 2.400 5.200 2.700.1 6-3.300 14.600-8.500';

interface SignaturesProps {
  /** Whether any person gave theirs, at consent. */
  readonly signed: boolean;
  /** Whether the organization gave its own, which is the switch. */
  readonly countersigned: boolean;
}

/** Both signatures a write needs, each drawn only where somebody gave it. The words beside them say the same. */
export function Signatures({ signed, countersigned }: SignaturesProps) {
  return (
    <div className={styles.pair} aria-hidden="true">
      <Signature by="Person" ink={styles.first} given={signed} />
      <Signature by="Admin" ink={styles.second} given={countersigned} />
    </div>
  );
}

interface SignatureProps {
  readonly by: string;
  readonly ink: string | undefined;
  readonly given: boolean;
}

function Signature({ by, ink, given }: SignatureProps) {
  return (
    <div className={styles.signature}>
      <svg width="64" height="28" viewBox="0 0 52 24" fill="none" strokeLinecap="round">
        <path
          d="M2 21.500h48"
          className={styles.line}
          strokeWidth="1.200"
          strokeDasharray={given ? undefined : '2.500 3'}
        />
        {given && <path d={STROKE} className={ink} stroke="currentColor" strokeWidth="1.800" />}
      </svg>
      <span className={styles.caption}>{by}</span>
    </div>
  );
}
