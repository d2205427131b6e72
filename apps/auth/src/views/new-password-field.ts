import { PASSWORD_LENGTH_MAX, PASSWORD_LENGTH_MIN } from '@countersign/access/principals/password';
import { field } from './field.ts';

/** Where a password is chosen; the rule stands beside it. */
export function newPasswordField(label: string, problem: string | undefined): string {
  return field({
    name: 'password',
    label,
    type: 'password',
    autocomplete: 'new-password',
    hint: `At least ${PASSWORD_LENGTH_MIN} characters. A few unrelated words work well.`,
    problem,
    lengthMin: PASSWORD_LENGTH_MIN,
    lengthMax: PASSWORD_LENGTH_MAX,
  });
}
