/** Where demo customers are, with the shape of that country's numbers: # is a digit. */
export interface NordicPlace {
  readonly country: string;
  /** The suffix of a limited company's name. */
  readonly form: string;
  readonly businessId: string;
  readonly vatId: string;
  readonly phone: string;
  readonly postalCode: string;
  readonly cities: readonly string[];
  readonly streets: readonly string[];
}

const FINLAND: NordicPlace = {
  country: 'FI',
  form: 'Oy',
  businessId: '#######-#',
  vatId: 'FI########',
  phone: '+358 40 555 01##',
  postalCode: '#####',
  cities: ['Helsinki', 'Tampere', 'Turku', 'Oulu', 'Espoo', 'Jyväskylä', 'Vaasa'],
  streets: ['Rantakatu', 'Asemakatu', 'Kauppakatu', 'Kirkkokatu', 'Puistotie'],
};

const SWEDEN: NordicPlace = {
  country: 'SE',
  form: 'AB',
  businessId: '5599##-####',
  vatId: 'SE5599######01',
  phone: '+46 70 174 06##',
  postalCode: '### ##',
  cities: ['Stockholm', 'Göteborg', 'Umeå'],
  streets: ['Storgatan', 'Strandvägen', 'Kungsgatan'],
};

const NORWAY: NordicPlace = {
  country: 'NO',
  form: 'AS',
  businessId: '9########',
  vatId: 'NO9########MVA',
  phone: '+47 400 00 0##',
  postalCode: '####',
  cities: ['Oslo', 'Bergen', 'Tromsø'],
  streets: ['Havnegata', 'Storgata', 'Fjordveien'],
};

const DENMARK: NordicPlace = {
  country: 'DK',
  form: 'ApS',
  businessId: '########',
  vatId: 'DK########',
  phone: '+45 20 00 00 ##',
  postalCode: '####',
  cities: ['København', 'Aarhus'],
  streets: ['Vestergade', 'Havnevej', 'Nørregade'],
};

/** Two of five customers are at home. */
export const NORDIC_PLACES: readonly NordicPlace[] = [FINLAND, SWEDEN, FINLAND, NORWAY, DENMARK];
