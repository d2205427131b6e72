import type { Module } from '@countersign/contracts/define-tool';
import { FILES } from './invoices/invoice-files.ts';
import { searchableInvoices } from './invoices/search-store.ts';
import { draftRecurringInvoices } from './jobs/draft-recurring-invoices.ts';
import { monthEndInvoicing } from './prompts/month-end-invoicing.ts';
import { invoicePdf } from './resources/invoice-pdf.ts';
import { addInvoiceLine } from './tools/add-invoice-line.ts';
import { convertQuoteToInvoice } from './tools/convert-quote-to-invoice.ts';
import { createBudget } from './tools/create-budget.ts';
import { createCreditNote } from './tools/create-credit-note.ts';
import { createExpense } from './tools/create-expense.ts';
import { createInvoiceDraft } from './tools/create-invoice-draft.ts';
import { createQuote } from './tools/create-quote.ts';
import { createRecurringInvoice } from './tools/create-recurring-invoice.ts';
import { deleteExpense } from './tools/delete-expense.ts';
import { deleteInvoiceDraft } from './tools/delete-invoice-draft.ts';
import { generateInvoiceFromTime } from './tools/generate-invoice-from-time.ts';
import { getBudget } from './tools/get-budget.ts';
import { getInvoice } from './tools/get-invoice.ts';
import { getInvoicePdfLink } from './tools/get-invoice-pdf-link.ts';
import { getQuote } from './tools/get-quote.ts';
import { issueInvoice } from './tools/issue-invoice.ts';
import { listBudgets } from './tools/list-budgets.ts';
import { listExpenses } from './tools/list-expenses.ts';
import { listInvoices } from './tools/list-invoices.ts';
import { listQuotes } from './tools/list-quotes.ts';
import { listRecurringInvoices } from './tools/list-recurring-invoices.ts';
import { markExpensePaid } from './tools/mark-expense-paid.ts';
import { markInvoicePaid } from './tools/mark-invoice-paid.ts';
import { requestPaymentReminder } from './tools/request-payment-reminder.ts';
import { reversePayment as reversePaymentTool } from './tools/reverse-payment.ts';
import { sendInvoice } from './tools/send-invoice.ts';
import { setQuoteStatus } from './tools/set-quote-status.ts';
import { updateBudget } from './tools/update-budget.ts';
import { updateExpense } from './tools/update-expense.ts';
import { updateInvoiceDraft } from './tools/update-invoice-draft.ts';
import { updateQuote } from './tools/update-quote.ts';
import { updateRecurringInvoice } from './tools/update-recurring-invoice.ts';

export { budgetsConsumed, budgetsOfProject } from './budgets/budget-store.ts';
export { recordRefund } from './credit/record-refund.ts';
export { bookExpense } from './expenses/book-expense.ts';
export { changeExpense, lockExpense } from './expenses/expense-store.ts';
export { settledOfExpense } from './expenses/settled-store.ts';
export { unbookedExpenses } from './expenses/unbooked-store.ts';
export { billingOverview } from './invoices/overview-store.ts';
export { invoicedBetween, overdueInvoices, refusedLetters } from './invoices/watch-store.ts';
export { lockIssued } from './life-store.ts';
export { OPEN_MINOR, TO_REFUND_MINOR } from './payments/open-minor.ts';
export { recordPayment } from './payments/record-payment.ts';
export { findHandMadePayment } from './payments/reference-store.ts';
export { formsOfReference } from './payments/references-in.ts';
export { requirePayment } from './payments/reversal-store.ts';
export { reversePayment } from './payments/reverse-payment.ts';
export { type Settlement, settleByReference, UNSETTLED, type Unsettled } from './payments/settle-by-reference.ts';
export { AMOUNT_MINOR_MAX, openMinorOf } from './rules.ts';

/** What the organization asks of its customers, and what its projects may cost. Writing needs a second switch. */
export const billing: Module = {
  name: 'billing',
  title: 'Billing',
  area: 'billing',
  tools: [
    listQuotes,
    getQuote,
    createQuote,
    updateQuote,
    setQuoteStatus,
    convertQuoteToInvoice,
    listInvoices,
    getInvoice,
    getInvoicePdfLink,
    createInvoiceDraft,
    updateInvoiceDraft,
    addInvoiceLine,
    generateInvoiceFromTime,
    issueInvoice,
    sendInvoice,
    markInvoicePaid,
    reversePaymentTool,
    createCreditNote,
    requestPaymentReminder,
    deleteInvoiceDraft,
    listRecurringInvoices,
    createRecurringInvoice,
    updateRecurringInvoice,
    listBudgets,
    getBudget,
    createBudget,
    updateBudget,
    listExpenses,
    createExpense,
    updateExpense,
    markExpensePaid,
    deleteExpense,
  ],
  files: FILES,
  jobs: [draftRecurringInvoices],
  prompts: [monthEndInvoicing],
  resources: [invoicePdf],
  searchables: [searchableInvoices],
};
