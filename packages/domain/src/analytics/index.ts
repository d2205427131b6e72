import type { Module } from '@countersign/contracts/define-tool';
import { getAnalytics } from './tools/get-analytics.ts';
import { getProjectReport } from './tools/get-project-report.ts';
import { getReceivablesAging } from './tools/get-receivables-aging.ts';
import { getRevenueReport } from './tools/get-revenue-report.ts';
import { getUtilization } from './tools/get-utilization.ts';

/** How the organization does, over time and by what it does: sums of what the other modules keep. */
export const analytics: Module = {
  name: 'analytics',
  title: 'Analytics',
  area: 'billing',
  tools: [getAnalytics, getProjectReport, getUtilization, getReceivablesAging, getRevenueReport],
};
