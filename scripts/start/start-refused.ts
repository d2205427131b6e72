/** Why nothing, or nothing any more, runs. The message is meant for the person who typed `npm start`; the stack is not. */
export class StartRefused extends Error {
  override readonly name = 'StartRefused';
}
