import { defineCatalogue } from '@countersign/contracts/catalogue';

/** Every module of the product, in the order lists show them. */
export const catalogue = defineCatalogue([]);
