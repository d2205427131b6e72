/** What is filled in when the page opens. Writing is never filled in. */
export interface ConsentChoices {
  readonly organizationSlug?: string | undefined;
  readonly teamId?: string | undefined;
}
