export interface CamtEntry {
  readonly amount: string;
  readonly bookedOn: string;
  readonly reference?: string;
  readonly payer?: string;
  readonly message?: string;
  readonly currency?: string;
  readonly out?: boolean;
  readonly bankReference: string;
}

/** A bank to customer statement (ISO 20022 camt.053.001.02) as a bank would write it. */
export function camt053(entries: readonly CamtEntry[], account = 'FI2112345600000785'): Buffer {
  const ntry = entries.map(
    ({ amount, bookedOn, reference, payer, message, currency = 'EUR', out = false, bankReference }) => `
      <Ntry>
        <Amt Ccy="${currency}">${amount}</Amt><CdtDbtInd>${out ? 'DBIT' : 'CRDT'}</CdtDbtInd><Sts>BOOK</Sts>
        <BookgDt><Dt>${bookedOn}</Dt></BookgDt><AcctSvcrRef>${bankReference}</AcctSvcrRef>
        <NtryDtls><TxDtls>
          <Refs><AcctSvcrRef>${bankReference}</AcctSvcrRef></Refs>
          ${payer ? `<RltdPties><${out ? 'Cdtr' : 'Dbtr'}><Nm>${payer}</Nm></${out ? 'Cdtr' : 'Dbtr'}></RltdPties>` : ''}
          <RmtInf>${message ? `<Ustrd>${message}</Ustrd>` : ''}${
            reference ? `<Strd><CdtrRefInf><Ref>${reference}</Ref></CdtrRefInf></Strd>` : ''
          }</RmtInf>
        </TxDtls></NtryDtls>
      </Ntry>`,
  );
  return Buffer.from(`<?xml version="1.0" encoding="UTF-8"?>
<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.02">
  <BkToCstmrStmt>
    <GrpHdr><MsgId>1</MsgId></GrpHdr>
    <Stmt><Id>1</Id><Acct><Id><IBAN>${account}</IBAN></Id><Ccy>EUR</Ccy></Acct>${ntry.join('')}
    </Stmt>
  </BkToCstmrStmt>
</Document>
`);
}
