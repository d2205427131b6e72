import type { ReactNode } from 'react';

interface IconProps {
  readonly size?: number;
}

/** Decoration only: whatever an icon says is also said in words beside it. */
function icon(paths: ReactNode) {
  return function Icon({ size = 18 }: IconProps) {
    return (
      <svg
        viewBox="0 0 24 24"
        width={size}
        height={size}
        fill="none"
        stroke="currentColor"
        strokeWidth={1.8}
        strokeLinecap="round"
        strokeLinejoin="round"
        style={{ flex: 'none' }}
        aria-hidden="true"
      >
        {paths}
      </svg>
    );
  };
}

export const CheckIcon = icon(<path d="M5 12.5 10 17.500 19.500 7" />);
export const BrokenIcon = icon(
  <>
    <circle cx="12" cy="12" r="8.500" />
    <path d="m9 9 6 6M15 9l-6 6" />
  </>,
);
export const CopyIcon = icon(
  <>
    <rect x="8.500" y="8.500" width="11" height="11" rx="2" />
    <path d="M15.500 5.500v-.5a1.500 1.500 0 0 0-1.500-1.500H6A2.500 2.500 0 0 0 3.500 6v8A1.500 1.500 0 0 0 5 15.500h.5" />
  </>,
);
export const VerifiedIcon = icon(
  <>
    <path d="M12 3l7 2.500v5.500c0 4.500-3 8-7 10-4-2-7-5.500-7-10V5.500z" />
    <path d="m9 12 2.200 2.200L15 10" />
  </>,
);
export const UnverifiedIcon = icon(
  <>
    <circle cx="12" cy="12" r="8.500" />
    <path d="M12 8v4.500M12 16v.01" />
  </>,
);
export const PlugIcon = icon(<path d="M9 3v5M15 3v5M6.500 8h11v3.500a5.500 5.500 0 0 1-11 0zM12 17v4" />);
export const PenIcon = icon(<path d="m4 20 1-4L16 5a2 2 0 0 1 3 3L8 19zM13.500 7.500l3 3" />);
export const KeyIcon = icon(
  <>
    <circle cx="8" cy="15.500" r="4" />
    <path d="M11 12.500 19.500 4M16 7.500l2.500 2.500M13.500 10l2 2" />
  </>,
);
export const LinkIcon = icon(
  <path d="M10 14a4 4 0 0 0 5.700 0l3-3A4 4 0 0 0 13 5.300l-1 1M14 10a4 4 0 0 0-5.700 0l-3 3A4 4 0 0 0 11 18.700l1-1" />,
);
export const HouseIcon = icon(<path d="M5 20V5h9v15M14 10h5v10M3 20h18M8 9h3M8 13h3" />);
export const ToolsIcon = icon(<path d="M4 6.500h16M4 12h16M4 17.500h10" />);
export const SignInIcon = icon(
  <path d="M10 4h7.500A1.500 1.500 0 0 1 19 5.500v13a1.500 1.500 0 0 1-1.500 1.500H10M4 12h10M10.500 8.500 14 12l-3.500 3.500" />,
);
export const SignIcon = icon(<path d="M4 16c3-6 6-7 5.500-1s1 5 3.500 1 5-3 4-.500 1 2 3 .500M4 20.500h16" />);
export const RulesIcon = icon(<path d="M4 6.500h10M4 12h7M4 17.500h7M14.500 15.500l2.500 2.500 4-5" />);
export const MailIcon = icon(
  <>
    <rect x="3" y="5.500" width="18" height="13" rx="2" />
    <path d="m3.500 7 8.500 6.500L20.500 7" />
  </>,
);
export const PeopleIcon = icon(
  <>
    <circle cx="9" cy="8" r="3.500" />
    <path d="M2.500 20c.5-4 3-6 6.500-6s6 2 6.500 6M15.500 4.800a3.500 3.500 0 0 1 0 6.400M18 14.500c2 .8 3.200 2.700 3.500 5.500" />
  </>,
);
export const SunIcon = icon(
  <>
    <circle cx="12" cy="12" r="4" />
    <path d="M12 2.500v2M12 19.500v2M2.500 12h2M19.500 12h2M5.300 5.300l1.400 1.400M17.300 17.300l1.400 1.400M5.300 18.700l1.400-1.400M17.300 6.700l1.400-1.400" />
  </>,
);
export const MoonIcon = icon(<path d="M20 14.500A8 8 0 0 1 9.500 4a8 8 0 1 0 10.500 10.500z" />);
export const SignOutIcon = icon(
  <path d="M14 4H6.500A1.500 1.500 0 0 0 5 5.500v13A1.500 1.500 0 0 0 6.500 20H14M10.500 12h9.500M16.500 8.500 20 12l-3.500 3.500" />,
);
