import { defineTool } from '@countersign/contracts/define-tool';
import { whoeverIsPermitted } from '@countersign/contracts/policy';
import { z } from 'zod';
import { CompanyProfile, companyProfile } from '../../directory/index.ts';

export const getCompanyProfile = defineTool({
  name: 'get_company_profile',
  title: 'Get company profile',
  summary:
    'The organization as a business: legal name, ids, address, bank account, VAT period, hourly rate, base currency, time zone, language.',
  module: 'account',
  effect: 'read',
  input: z.strictObject({}),
  output: CompanyProfile,
  examples: [{}],
})
  .allow(whoeverIsPermitted)
  .handle((ctx, _input, tx) => companyProfile(ctx, tx));
