import type { HTMLElement } from 'node-html-parser';

/** By label, or the beginning of one: what is typed, the text of the chosen option, or whether a box is ticked. */
export type Fields = Readonly<Record<string, string | boolean>>;

/** The first element of this kind whose text begins so. */
export function byText(within: HTMLElement, tag: string, text: string): HTMLElement | undefined {
  return within.querySelectorAll(tag).find((element) => plainText(element).startsWith(text));
}

/** Text on one line: blocks and line breaks become single spaces. */
export function plainText(element: HTMLElement): string {
  return element.structuredText.replace(/\s+/g, ' ').trim();
}

/**
 * What a form sends when these fields are filled in and the rest stays as it stands. Throws for a label or an option that is not there,
 * and says `where`. Knows nothing of `required` and other constraints, which a server has to check anyway.
 */
export function fillForm(form: HTMLElement, fields: Fields, where: string): URLSearchParams {
  const data = new URLSearchParams();
  const wanted = new Map(Object.entries(fields).map(([label, value]) => [controlOf(form, label, where), value]));
  for (const control of form.querySelectorAll('input, select, textarea')) {
    const name = control.getAttribute('name');
    if (!name || control.hasAttribute('disabled')) continue;
    const value = wanted.get(control);
    if (control.tagName === 'SELECT') data.append(name, chosenOption(control, value, where));
    else if (['checkbox', 'radio'].includes(control.getAttribute('type') ?? '')) {
      if (value ?? control.hasAttribute('checked')) data.append(name, control.getAttribute('value') ?? 'on');
    } else if (control.getAttribute('type') !== 'submit') {
      data.append(name, typeof value === 'string' ? value : (control.getAttribute('value') ?? ''));
    }
  }
  return data;
}

function controlOf(form: HTMLElement, label: string, where: string): HTMLElement {
  const found = byText(form, 'label', label);
  const id = found?.getAttribute('for');
  const control = id ? form.querySelector(`[id="${id}"]`) : found?.querySelector('input, select, textarea');
  if (!control) throw new Error(`No field “${label}” ${where}`);
  return control;
}

function chosenOption(select: HTMLElement, wanted: string | boolean | undefined, where: string): string {
  const option =
    wanted === undefined
      ? (select.querySelector('option[selected]') ?? select.querySelector('option'))
      : byText(select, 'option', String(wanted));
  if (!option) throw new Error(`No option “${wanted}” ${where}`);
  return option.getAttribute('value') ?? plainText(option);
}
