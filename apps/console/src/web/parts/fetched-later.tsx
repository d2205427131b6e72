import { Component, type ReactNode, Suspense } from 'react';
import { Failure } from './failure.tsx';

interface FetchedLaterProps {
  /** What could not be shown, as a title. */
  readonly failure: string;
  /** Stands there meanwhile. */
  readonly meanwhile: ReactNode;
  readonly children: ReactNode;
}

const NOT_FETCHED = new Error(
  'The console cannot be reached, or a new version was installed. Reload the page to go on.',
);

/** Scripts that are fetched when they are first needed. Where one fails, React would take everything away; this says so in its place. */
export class FetchedLater extends Component<FetchedLaterProps, { readonly failed: boolean }> {
  override readonly state = { failed: false };

  static getDerivedStateFromError() {
    return { failed: true };
  }

  override render() {
    const { failure, meanwhile, children } = this.props;
    if (this.state.failed) return <Failure title={failure} error={NOT_FETCHED} onRetry={() => location.reload()} />;
    return <Suspense fallback={meanwhile}>{children}</Suspense>;
  }
}
