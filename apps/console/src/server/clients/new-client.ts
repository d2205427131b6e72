import { redirectUriProblem } from '@countersign/access/principals/uri-policy';
import {
  CLIENT_NAME_LENGTH_MAX,
  CLIENT_REDIRECTS_MAX,
  type NewClientBody,
} from '@countersign/contracts/console-clients';
import { AppError } from '@countersign/contracts/errors';
import { hidesSomething, isSeen } from '@countersign/contracts/visible-text';
import { z } from 'zod';

const NewClient = z.strictObject({
  name: z
    .string()
    .trim()
    .max(CLIENT_NAME_LENGTH_MAX)
    .refine((name) => isSeen(name) && !hidesSomething(name)),
  redirectUris: z.array(z.string().trim().max(2000)).min(1).max(CLIENT_REDIRECTS_MAX),
});

/** Reads the body of a new client; throws `invalid_input` that says what to mend. The addresses are judged as those of every client. */
export function readNewClient(body: unknown): NewClientBody {
  const parsed = NewClient.safeParse(body);
  if (!parsed.success) {
    const isName = parsed.error.issues.some(({ path }) => path[0] === 'name');
    throw new AppError(
      'invalid_input',
      isName
        ? `A client needs a name of at most ${CLIENT_NAME_LENGTH_MAX} characters that can be seen, on one line.`
        : `A client needs the address that its host is sent back to, or up to ${CLIENT_REDIRECTS_MAX} of them.`,
    );
  }
  const problem = parsed.data.redirectUris.map(redirectUriProblem).find((one) => one !== undefined);
  if (problem)
    throw new AppError('invalid_input', `An address it is sent back to ${problem}. Copy it as the host shows it.`);
  return parsed.data;
}
