import { mkdir, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import nodemailer from 'nodemailer';

export interface Letter {
  readonly id: string;
  readonly recipient: string;
  readonly replyTo: string | null;
  readonly subject: string;
  readonly text: string;
  readonly attachments: readonly { readonly name: string; readonly contentType: string; readonly base64: string }[];
  readonly writtenAt: string;
}

export interface Transport {
  /** Resolves once somebody else answers for the letter. */
  readonly send: (letter: Letter) => Promise<void>;
  readonly close: () => void;
}

export interface TransportSettings {
  readonly smtpUrl: string | undefined;
  readonly from: string;
  /** Where letters are left without a mail server. */
  readonly folder: string;
}

/** A whole attempt stays well under the two minutes after which another process may make the next one. */
const TIMEOUTS = { connectionTimeout: 10_000, greetingTimeout: 10_000, socketTimeout: 30_000 };
/** A letter is data: it must not make this process read a file or an address. */
const CLOSED = { disableFileAccess: true, disableUrlAccess: true };

/** Hands letters to the mail server, or without one writes each as a file that mail programs open. */
export function createTransport({ smtpUrl, from, folder }: TransportSettings): Transport {
  if (smtpUrl === undefined) return intoFolder(from, folder);
  const smtp = nodemailer.createTransport({ url: smtpUrl, pool: true, maxConnections: 2, ...TIMEOUTS, ...CLOSED });
  return {
    send: async (letter) => void (await smtp.sendMail(messageOf(letter, from))),
    close: () => smtp.close(),
  };
}

function intoFolder(from: string, folder: string): Transport {
  const composer = nodemailer.createTransport({ streamTransport: true, buffer: true, newline: 'windows', ...CLOSED });
  return {
    send: async (letter) => {
      const { message } = await composer.sendMail(messageOf(letter, from));
      if (!Buffer.isBuffer(message)) throw new Error('The composer was asked for a buffer');
      await mkdir(folder, { recursive: true, mode: 0o700 });
      // The same letter has the same name, so that one written twice is there once.
      const file = join(folder, `${letter.writtenAt.replaceAll(/[:.]/g, '-')}-${letter.id}.eml`);
      await writeFile(`${file}.unfinished`, message, { mode: 0o600 });
      await rename(`${file}.unfinished`, file);
    },
    close: () => {},
  };
}

function messageOf({ id, recipient, replyTo, subject, text, attachments, writtenAt }: Letter, from: string) {
  const host = /@([^\s<>@]+?)>?$/.exec(from)?.[1] ?? 'localhost';
  return {
    from,
    // As an object it is one address, whatever commas or brackets it holds.
    to: { name: '', address: recipient },
    ...(replyTo === null ? {} : { replyTo: { name: '', address: replyTo } }),
    subject,
    text,
    date: new Date(writtenAt),
    // The same for every attempt, so that a mailbox can tell a letter it already has.
    messageId: `<${id}@${host}>`,
    // RFC 3834 §5: nobody's absence notice should answer.
    headers: { 'auto-submitted': 'auto-generated' },
    attachments: attachments.map(({ name, contentType, base64 }) => ({
      filename: name,
      contentType,
      content: Buffer.from(base64, 'base64'),
    })),
  };
}
