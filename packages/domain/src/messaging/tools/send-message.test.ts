import { useDemoCaller } from '@countersign/testing/demo-caller';
import { expect, it } from 'vitest';
import type { Message } from '../schemas.ts';
import { listMessages } from './list-messages.ts';
import { sendMessage } from './send-message.ts';

const { callAs, database } = useDemoCaller();

const finn = { person: 'finn', organization: 'acme' };

it('keeps the message in the thread and leaves it for delivery to the bookkeeper', async () => {
  const body = 'Two receipts of the ferry trip are missing.\nThey come on Monday.';
  const sent = await callAs<Message>(finn, sendMessage, { body });
  expect(sent).toMatchObject({ sender: 'organization', senderName: 'Finn', body });
  expect(await callAs(finn, listMessages, { limit: 1 })).toMatchObject({ items: [sent] });
  const { rows } = await database.owner.query('select kind, recipient, subject, body from outgoing_mail');
  expect(rows).toEqual([
    {
      kind: 'message',
      recipient: 'acme@bookkeeper.example',
      subject: 'Message from “Acme Studio”',
      body: `“Finn” of “Acme Studio” writes:\n\n${body}\n`,
    },
  ]);
});

it('is refused when there is nobody to read it, and keeps nothing', async () => {
  await database.owner.query('delete from bookkeeper');
  await expect(callAs(finn, sendMessage, { body: 'Hello?' })).rejects.toMatchObject({
    code: 'conflict',
    message: expect.stringContaining('no bookkeeper'),
  });
  const { rows } = await database.owner.query("select from bookkeeper_message where body = 'Hello?'");
  expect(rows).toEqual([]);
});

it('refuses an empty message and one with control characters', async () => {
  for (const body of ['  ', 'ring the bell\u0007']) {
    await expect(callAs(finn, sendMessage, { body })).rejects.toMatchObject({ code: 'invalid_input' });
  }
});

it('can neither change nor remove what was said', async () => {
  for (const statement of ["update bookkeeper_message set body = 'x'", 'delete from bookkeeper_message']) {
    await expect(database.tools.query(statement)).rejects.toMatchObject({ code: '42501' });
  }
});
