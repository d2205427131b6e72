/** A setting that is missing or wrong. The message is one line: the variable's name and the cure. */
export class EnvError extends Error {
  override readonly name = 'EnvError';
}
