import {
  SECOND_PROVIDER_CLIENT,
  type SecondProviderPeople,
  startSecondProvider,
} from '@countersign/testing/second-provider';
import { type House, openHouse } from './house.ts';

/** A house whose people may also sign in with another company's provider, called Office there. */
export interface HouseWithProvider {
  readonly house: House;
  readonly close: () => Promise<void>;
}

export async function openHouseWithProvider(people: SecondProviderPeople): Promise<HouseWithProvider> {
  const second = await startSecondProvider(people);
  const house = await openHouse({
    OIDC_PROVIDERS: 'office',
    OIDC_OFFICE_ISSUER: second.issuer,
    OIDC_OFFICE_CLIENT_ID: SECOND_PROVIDER_CLIENT.id,
    OIDC_OFFICE_CLIENT_SECRET: SECOND_PROVIDER_CLIENT.secret,
    OIDC_OFFICE_ALLOWED_DOMAINS: 'example.test',
  });
  second.knowClient(`${house.urls.auth}/sign-in/with/office/callback`);
  return {
    house,
    close: async () => {
      await house.close();
      await second.close();
    },
  };
}
