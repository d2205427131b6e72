/** What the queue keeps of a failure: a code. The error itself can hold stored text, and goes to the log only. */
export class JobFailed extends Error {
  constructor(cause: unknown) {
    const { code } = (cause instanceof Error ? cause : {}) as { code?: unknown };
    super(typeof code === 'string' ? code : 'failed');
    this.name = 'JobFailed';
    delete this.stack;
  }
}
