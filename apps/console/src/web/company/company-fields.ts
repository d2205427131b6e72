import type { CompanyField } from '@countersign/contracts/console-company';

interface Field {
  readonly name: CompanyField;
  readonly label: string;
  readonly hint?: string;
  readonly required?: true;
  readonly inputMode?: 'email' | 'tel' | 'decimal';
  /** What to choose from, with its words. */
  readonly choices?: Readonly<Record<string, string>>;
}

/** The groups of the form, in the order they are filled in. */
export const GROUPS: readonly { readonly title: string; readonly fields: readonly Field[] }[] = [
  {
    title: 'Company',
    fields: [
      { name: 'legalName', label: 'Legal name', required: true },
      { name: 'businessId', label: 'Business id', hint: 'As the company register writes it.' },
      { name: 'vatId', label: 'VAT id', hint: 'With its country, such as FI12345678.' },
    ],
  },
  {
    title: 'Address',
    fields: [
      { name: 'street', label: 'Street' },
      { name: 'postalCode', label: 'Postal code' },
      { name: 'city', label: 'City' },
      { name: 'country', label: 'Country', hint: 'Two letters, such as FI.' },
      { name: 'phone', label: 'Phone', inputMode: 'tel' },
      { name: 'email', label: 'E-mail', hint: 'Where questions about bills go.', inputMode: 'email' },
    ],
  },
  {
    title: 'Bank account',
    fields: [
      { name: 'iban', label: 'IBAN' },
      { name: 'bic', label: 'BIC' },
    ],
  },
  {
    title: 'Money and VAT',
    fields: [
      { name: 'baseCurrency', label: 'Base currency', required: true, hint: 'Three letters, such as EUR.' },
      { name: 'hourlyRate', label: 'Hourly rate', hint: 'In the base currency.', inputMode: 'decimal' },
      { name: 'vatPercent', label: 'VAT rate, %', hint: 'Of work at home.', inputMode: 'decimal' },
      {
        name: 'vatPeriod',
        label: 'VAT is reported',
        choices: { monthly: 'Monthly', quarterly: 'Quarterly', yearly: 'Yearly' },
      },
    ],
  },
  {
    title: 'Time and language',
    fields: [
      { name: 'timeZone', label: 'Time zone', required: true, hint: 'Such as Europe/Helsinki.' },
      {
        name: 'language',
        label: 'Language of documents',
        choices: { en: 'English', fi: 'Finnish', sv: 'Swedish', de: 'German' },
      },
    ],
  },
  {
    title: 'Bookkeeper',
    fields: [
      { name: 'bookkeeperName', label: 'Bookkeeper’s name' },
      { name: 'bookkeeperEmail', label: 'Bookkeeper’s e-mail', inputMode: 'email' },
    ],
  },
];
