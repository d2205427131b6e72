import type { Resource } from '@countersign/contracts/resource';
import type { z } from 'zod';
import type { CompanyProfile } from '../../directory/index.ts';

export const companyProfileResource: Resource = {
  name: 'company_profile',
  title: 'Company profile',
  summary: 'The organization as a business: names, ids, VAT period, base currency, time zone.',
  mimeType: 'application/json',
  uriTemplate: 'countersign://company-profile',
  tool: 'get_company_profile',
  content: (profile: z.infer<typeof CompanyProfile>) => ({
    mimeType: 'application/json',
    text: JSON.stringify(profile, null, 2),
  }),
};
