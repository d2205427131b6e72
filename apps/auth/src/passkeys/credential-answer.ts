import { z } from 'zod';

const Base64Url = z
  .string()
  .max(16_384)
  .regex(/^[A-Za-z0-9_-]*$/);
const LABELS = ['ble', 'cable', 'hybrid', 'internal', 'nfc', 'smart-card', 'usb'] as const;

const answer = <Response extends z.ZodType>(response: Response) =>
  z.object({
    id: Base64Url,
    rawId: Base64Url,
    type: z.literal('public-key'),
    clientExtensionResults: z.object({}).default({}),
    response,
  });

/** What a browser answers when a credential was made (WebAuthn §5.1.8), as far as it is used. */
export const RegistrationAnswer = answer(
  z.object({
    clientDataJSON: Base64Url,
    attestationObject: Base64Url,
    // A newer kind of transport is left out, not refused: it is a hint for the browser.
    transports: z
      .array(z.string())
      .default([])
      .transform((named) => LABELS.filter((label) => named.includes(label))),
  }),
);

/** What a browser answers when a credential was used. */
export const AuthenticationAnswer = answer(
  z.object({
    clientDataJSON: Base64Url,
    authenticatorData: Base64Url,
    signature: Base64Url,
    userHandle: Base64Url.optional(),
  }),
);

const ClientData = z.object({ challenge: z.string().max(200) });

/** Reads an answer that a form carries as JSON. Undefined when it is none. Proves nothing yet. */
export function readAnswer<Schema extends typeof RegistrationAnswer | typeof AuthenticationAnswer>(
  schema: Schema,
  text: unknown,
): { readonly answer: z.infer<Schema>; readonly challenge: string } | undefined {
  const parsed = schema.safeParse(jsonOf(text));
  if (!parsed.success) return undefined;
  const clientData = ClientData.safeParse(
    jsonOf(Buffer.from(parsed.data.response.clientDataJSON, 'base64url').toString('utf8')),
  );
  return clientData.success
    ? { answer: parsed.data as z.infer<Schema>, challenge: clientData.data.challenge }
    : undefined;
}

function jsonOf(text: unknown): unknown {
  try {
    return typeof text === 'string' ? JSON.parse(text) : undefined;
  } catch {
    return undefined;
  }
}
