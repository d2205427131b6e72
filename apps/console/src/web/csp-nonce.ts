const meta = document.querySelector<HTMLMetaElement>('meta[property="csp-nonce"]');

/** The nonce of this page's response, for the style elements that the component library makes. */
export const cspNonce = meta?.nonce ?? '';

// What locks scrolling behind a dialog makes its style element through another package, which looks for the nonce here.
Object.assign(globalThis, { __webpack_nonce__: cspNonce });
