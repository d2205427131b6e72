/** The product's mark: two signatures, one above the other. The same drawing as `public/mark.svg`. */
export function Mark({ size = 28 }: { readonly size?: number }) {
  return <img src="/mark.svg" width={size} height={size} alt="" />;
}
