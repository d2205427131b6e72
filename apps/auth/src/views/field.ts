import { html } from 'ghtml';

export interface Field {
  readonly name: string;
  readonly label: string;
  readonly type: 'text' | 'email' | 'password';
  readonly autocomplete: string;
  readonly value?: string;
  readonly hint?: string;
  readonly problem?: string | undefined;
  readonly lengthMin?: number;
  readonly lengthMax?: number;
}

/** A labelled input with its hint and its problem bound to it. A password is never sent back. */
export function field({ name, label, type, autocomplete, value = '', hint, problem, lengthMin, lengthMax }: Field) {
  const describedBy = [hint && `${name}-hint`, problem && `${name}-problem`].filter(Boolean).join(' ');
  return html`<div class="field">
  <label for="${name}">${label}</label>
  !${hint ? html`<p class="hint" id="${name}-hint">${hint}</p>` : ''}
  <input id="${name}" name="${name}" type="${type}" autocomplete="${autocomplete}" required
    !${type === 'password' ? '' : html`value="${value}"`}
    !${type === 'email' ? 'autocapitalize="none" spellcheck="false"' : ''}
    !${lengthMin === undefined ? '' : html`minlength="${lengthMin}"`}
    !${lengthMax === undefined ? '' : html`maxlength="${lengthMax}"`}
    !${describedBy ? html`aria-describedby="${describedBy}"` : ''} !${problem ? 'aria-invalid="true"' : ''}>
  !${problem ? html`<p class="problem" id="${name}-problem">${problem}</p>` : ''}
</div>`;
}
