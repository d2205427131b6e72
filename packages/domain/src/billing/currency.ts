import { isCurrency } from '@countersign/contracts/currencies';
import { z } from 'zod';

const PROBLEM = 'must be an ISO 4217 code, such as EUR';

export const Currency = z
  .string()
  .length(3, PROBLEM)
  .toUpperCase()
  .refine(isCurrency, PROBLEM)
  .describe('ISO 4217, such as EUR.');
