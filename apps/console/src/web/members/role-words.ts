import type { Role } from '@countersign/contracts/scopes';

export const ROLE_NAMES: Record<Role, string> = {
  viewer: 'Viewer',
  member: 'Member',
  finance: 'Finance',
  admin: 'Admin',
  owner: 'Owner',
};

export const ROLE_WORDS: Record<Role, string> = {
  viewer: 'Reads, and changes nothing.',
  member: 'Works with everything but billing and the books.',
  finance: 'Works with everything, billing and the books included.',
  admin: 'Works with everything, and decides who belongs here and what assistants may do.',
  owner: 'As an admin, and makes and unmakes owners.',
};
