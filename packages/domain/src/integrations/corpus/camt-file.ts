/** What an entry of a made file says; amounts as a bank writes them. */
export interface EntryText {
  readonly amount: string;
  readonly direction?: 'CRDT' | 'DBIT';
  readonly currency?: string;
  readonly on?: string;
  readonly status?: string;
  /** Further elements of the entry, before its details. */
  readonly more?: string;
  /** Everything from `<NtryDtls>` on. */
  readonly details?: string;
}

export interface FileText {
  readonly message?: '052' | '053' | '054';
  readonly version?: string;
  readonly account?: string;
  readonly balances?: string;
  readonly prefix?: boolean;
}

export const ACCOUNT = 'FI2112345600000785';

const ROOTS = {
  '052': ['BkToCstmrAcctRpt', 'Rpt'],
  '053': ['BkToCstmrStmt', 'Stmt'],
  '054': ['BkToCstmrDbtCdtNtfctn', 'Ntfctn'],
};

/** A balance: OPBD, CLBD, PRCD, ITBD; an amount below zero is a debit. */
export function balance(code: string, amount: string, on = '2026-03-02', currency = 'EUR'): string {
  const direction = amount.startsWith('-') ? 'DBIT' : 'CRDT';
  return `<Bal><Tp><CdOrPrtry><Cd>${code}</Cd></CdOrPrtry></Tp><Amt Ccy="${currency}">${amount.replace('-', '')}</Amt><CdtDbtInd>${direction}</CdtDbtInd><Dt><Dt>${on}</Dt></Dt></Bal>`;
}

export function entry({
  amount,
  direction = 'CRDT',
  currency = 'EUR',
  on = '2026-03-02',
  status = '<Sts>BOOK</Sts>',
  more = '',
  details = '',
}: EntryText): string {
  return `<Ntry><Amt Ccy="${currency}">${amount}</Amt><CdtDbtInd>${direction}</CdtDbtInd>${status}<BookgDt><Dt>${on}</Dt></BookgDt>${more}${details}</Ntry>`;
}

export function details(...parts: readonly string[]): string {
  return `<NtryDtls>${parts.map((part) => `<TxDtls>${part}</TxDtls>`).join('')}</NtryDtls>`;
}

export const amount = (value: string, currency = 'EUR') =>
  `<AmtDtls><TxAmt><Amt Ccy="${currency}">${value}</Amt></TxAmt></AmtDtls>`;
export const reference = (value: string, remitted = '') =>
  `<Strd>${remitted}<CdtrRefInf><Ref>${value}</Ref></CdtrRefInf></Strd>`;
export const remitted = (value: string, kind = 'RmtdAmt') =>
  `<RfrdDocAmt><${kind} Ccy="EUR">${value}</${kind}></RfrdDocAmt>`;
export const payer = (name: string, role = 'Dbtr') => `<RltdPties><${role}><Nm>${name}</Nm></${role}></RltdPties>`;
export const information = (...said: readonly string[]) => `<RmtInf>${said.join('')}</RmtInf>`;

/** A camt file of these entries. */
export function camtFile(
  entries: readonly string[],
  { message = '053', version = '02', account = ACCOUNT, balances = '', prefix = false }: FileText = {},
): string {
  const [root, name] = ROOTS[message];
  const text = `<?xml version="1.0" encoding="UTF-8"?>
<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.${message}.001.${version}">
<${root}><GrpHdr><MsgId>1</MsgId></GrpHdr>
<${name}><Id>1</Id><Acct><Id><IBAN>${account}</IBAN></Id></Acct>${balances}
${entries.join('\n')}
</${name}></${root}></Document>
`;
  return prefix ? text.replaceAll(/<(\/?)([A-Z])/g, '<$1n:$2').replace('xmlns=', 'xmlns:n=') : text;
}
