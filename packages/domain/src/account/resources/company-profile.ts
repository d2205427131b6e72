import { defineResource } from '@countersign/contracts/define-resource';
import type { z } from 'zod';
import type { CompanyProfile } from '../../directory/index.ts';

export const companyProfileResource = defineResource<z.infer<typeof CompanyProfile>>({
  name: 'company_profile',
  title: 'Company profile',
  summary: 'The organization as a business: names, ids, VAT period, base currency, time zone.',
  mimeType: 'application/json',
  uriTemplate: 'countersign://company-profile',
  tool: 'get_company_profile',
  content: (profile) => ({ mimeType: 'application/json', text: JSON.stringify(profile, null, 2) }),
});
