import type { Resource } from '@countersign/contracts/resource';

export const invoicePdf: Resource = {
  name: 'invoice_pdf',
  title: 'Invoice as PDF',
  summary: 'The page a customer gets, of an invoice or a draft.',
  mimeType: 'application/pdf',
  uriTemplate: 'countersign://invoices/{invoiceId}/pdf',
  tool: 'get_invoice_pdf_link',
  content: ({ url }: { readonly url: string }) => ({ mimeType: 'application/pdf', linkedFile: url }),
};
