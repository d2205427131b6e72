import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { SMTPServer } from 'smtp-server';

export interface ReceivedMail {
  readonly to: readonly string[];
  /** As it travelled. */
  readonly source: string;
}

export interface MailServer {
  readonly url: string;
  readonly port: number;
  readonly received: ReceivedMail[];
  readonly close: () => Promise<void>;
}

/** A real mail server that takes everything but what is for `nobody@…`. `beforeAnswer` runs once a letter has arrived, before it is accepted. */
export async function startMailServer(port = 0, beforeAnswer = async () => {}): Promise<MailServer> {
  const received: ReceivedMail[] = [];
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    logger: false,
    onRcptTo: ({ address }, _session, answer) => {
      answer(
        address.startsWith('nobody@') ? Object.assign(new Error('We keep no Ada here'), { responseCode: 550 }) : null,
      );
    },
    onData: (stream, session, answer) => {
      const take = async () => {
        const source = await text(stream);
        received.push({ to: session.envelope.rcptTo.map(({ address }) => address), source });
        await beforeAnswer();
      };
      take().then(
        () => answer(null),
        (error: Error) => answer(error),
      );
    },
  });
  server.on('error', () => {});
  const listening = server.listen(port, '127.0.0.1');
  await once(listening, 'listening');
  const bound = (listening.address() as { port: number }).port;
  return {
    url: `smtp://127.0.0.1:${bound}`,
    port: bound,
    received,
    close: () => new Promise((done) => server.close(done)),
  };
}
