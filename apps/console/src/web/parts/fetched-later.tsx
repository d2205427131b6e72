import { useQuery } from '@tanstack/react-query';
import { Component, type ReactNode, Suspense, useEffect, useRef } from 'react';
import { sessionQuery } from '../api/session.ts';
import { Failure } from './failure.tsx';

interface FetchedLaterProps {
  /** What could not be shown, as a title. */
  readonly failure: string;
  /** Stands there meanwhile. */
  readonly meanwhile: ReactNode;
  readonly children: ReactNode;
}

/** Scripts that are fetched when they are first needed. Where one fails, React would take everything away; this says so in its place. */
export class FetchedLater extends Component<FetchedLaterProps, { readonly failed: boolean }> {
  override readonly state = { failed: false };

  static getDerivedStateFromError() {
    return { failed: true };
  }

  override render() {
    const { failure, meanwhile, children } = this.props;
    if (this.state.failed) return <NotFetched title={failure} />;
    return <Suspense fallback={meanwhile}>{children}</Suspense>;
  }
}

const PERHAPS_NEW = new Error('A new version may have been installed. Reload the page to go on.');

/** A script that failed once is not fetched again before the page is loaded anew, which happens by itself once the console answers again. */
function NotFetched({ title }: { readonly title: string }) {
  const { error } = useQuery({ ...sessionQuery, refetchOnMount: 'always' });
  const wasAway = useRef(false);
  useEffect(() => {
    if (!error && wasAway.current) location.reload();
    wasAway.current = error !== null;
  }, [error]);
  return <Failure title={title} error={error ?? PERHAPS_NEW} onRetry={() => location.reload()} />;
}
