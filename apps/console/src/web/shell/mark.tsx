/** The product's mark: a person's signature, and an admin's below it. The same strokes as `public/mark.svg`. */
export function Mark({ size = 30 }: { readonly size?: number }) {
  return (
    <svg
      width={size}
      height={size}
      viewBox="0 0 32 32"
      fill="none"
      strokeWidth={3}
      strokeLinecap="round"
      aria-hidden="true"
    >
      <path stroke="var(--first)" d="M6 13c4-7 8-7 7 0s1 7 5 1 8-5 8-3" />
      <path stroke="var(--second)" d="M6 23c5-5 9-5 8-1s3 3 6-1 5-2 6-1" />
    </svg>
  );
}
