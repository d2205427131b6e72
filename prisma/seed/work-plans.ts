/** How a kind of work is done: its phases, each with what there is to do. */
export const KINDS = {
  brand: [
    [
      'Discovery',
      [
        'Interview five of their customers',
        'Collect everything the old logo is on',
        'Write the positioning in one page',
        'Look at how three competitors present themselves',
      ],
    ],
    [
      'Concept',
      [
        'Sketch three directions',
        'Choose typefaces and check the licences',
        'Present the directions',
        'Settle the colours, also in grey',
      ],
    ],
    [
      'Roll-out',
      ['Write the guidelines', 'Set up letterhead and slides', 'Hand over the print files', 'Order the new door sign'],
    ],
  ],
  web: [
    [
      'Plan',
      [
        'Map the pages that exist',
        'Agree on what the front page must say',
        'Count what the old site is visited for',
        'Decide where it will be hosted',
      ],
    ],
    [
      'Design',
      [
        'Draw the front page',
        'Draw the product page on a phone',
        'Check contrast and focus order',
        'Get the texts approved',
      ],
    ],
    [
      'Build',
      ['Set up the content types', 'Move the news archive', 'Connect the contact form', 'Redirect the old addresses'],
    ],
    ['Launch', ['Read every page once more', 'Switch the domain over', 'Watch the error log for a week']],
  ],
  software: [
    [
      'Shape',
      [
        'Write down the three cases that matter',
        'Draw the data as it flows today',
        'Agree on what is left out',
        'Estimate with the people who build it',
      ],
    ],
    [
      'Build',
      [
        'Import a copy of the real data',
        'Build the first screen end to end',
        'Add the audit trail',
        'Let two users try it on Thursday',
        'Make the nightly job restartable',
      ],
    ],
    [
      'Hand over',
      [
        'Rehearse the migration',
        'Write the operations page',
        'Train the support desk',
        'Close the old system for writing',
      ],
    ],
  ],
  campaign: [
    ['Idea', ['Write the brief back in our own words', 'Collect twenty headlines', 'Choose one promise']],
    [
      'Production',
      [
        'Book the photographer',
        'Retouch the six key pictures',
        'Cut the film to 30 and 15 seconds',
        'Translate the captions',
      ],
    ],
    ['Out there', ['Send the ads to the papers', 'Schedule the posts', 'Report what worked']],
  ],
  advice: [
    [
      'Listen',
      ['Interview the heads of department', 'Read last year’s figures', 'Visit the warehouse on a Monday morning'],
    ],
    [
      'Work out',
      [
        'Model the two scenarios',
        'Check the assumptions with finance',
        'Draft the recommendation',
        'Prepare the board slides',
      ],
    ],
    ['Carry through', ['Agree on owners and dates', 'Hold the kick-off', 'Review after six weeks']],
  ],
} as const satisfies Record<string, readonly (readonly [string, readonly string[]])[]>;

export type Kind = keyof typeof KINDS;

/** What each kind of work is about, in the words of an offer. */
export const ABOUT: Readonly<Record<Kind, string>> = {
  brand:
    'A new look that holds on paper, on screen and on a van. Three directions, one round of changes, guidelines at the end.',
  web: 'A site people find their way in, also on a phone and with a screen reader. The customer edits it without us.',
  software:
    'Replaces work now done by hand and by mail. First screen in use after four weeks, everything else follows from there.',
  campaign: 'One promise, said in few words in many places. Fixed budget; the report afterwards is part of it.',
  advice: 'An honest answer in writing, with figures the finance department agrees on, and help with the first steps.',
};

/** One project: name, kind, team (null for everybody's), first day counted from today, length in days. */
export type Plan = readonly [name: string, kind: Kind, team: string | null, startsIn: number, lengthDays: number];

export const PLANS: Readonly<Record<string, readonly Plan[]>> = {
  acme: [
    ['Museum shop identity', 'brand', 'Design', -210, 120],
    ['Brewery labels, winter range', 'brand', 'Design', -45, 75],
    ['Annual report', 'campaign', 'Design', -30, 95],
    ['Festival posters', 'campaign', 'Design', 20, 60],
    ['Clinic waiting-room signs', 'brand', 'Design', -80, 100],
    ['Bakery website', 'web', 'Design', -150, 110],
    ['Ferry timetable app, visual design', 'web', 'Design', -25, 70],
    ['Trade fair stand', 'campaign', 'Design', -12, 48],
    ['Packaging for the tea house', 'brand', 'Design', 35, 80],
    ['Booking engine', 'software', 'Engineering', -120, 200],
    ['Warehouse scanner app', 'software', 'Engineering', -60, 110],
    ['Ferry timetable app, backend', 'software', 'Engineering', -28, 100],
    ['Payment provider switch', 'software', 'Engineering', -190, 90],
    ['Accessibility audit of the city portal', 'web', 'Engineering', -18, 40],
    ['Price calculator for roof panels', 'software', 'Engineering', -7, 60],
    ['Data export for the tax office', 'software', 'Engineering', 14, 45],
    ['Intranet search', 'web', 'Engineering', -240, 130],
    ['Energy dashboard', 'software', 'Engineering', 40, 120],
    ['Our own website', 'web', null, -90, 150],
    ['Move to the harbour office', 'advice', null, -35, 70],
    ['Summer interns', 'advice', null, 60, 90],
    ['New time sheets', 'software', null, -160, 60],
  ],
  globex: [
    ['Spare parts forecast', 'advice', null, -140, 100],
    ['Cold chain certificate', 'advice', null, -50, 120],
    ['Terminal extension, feasibility', 'advice', null, -20, 75],
    ['Customs broker portal', 'software', null, -95, 160],
    ['Driver app', 'software', null, -65, 120],
    ['Container tracking', 'software', null, -30, 110],
    ['Invoice scanning', 'software', null, -200, 120],
    ['Fleet renewal plan', 'advice', null, -10, 60],
    ['Night shift review', 'advice', null, -75, 60],
    ['Recruiting drivers', 'campaign', null, -40, 80],
    ['Safety week', 'campaign', null, 25, 40],
    ['Anniversary film', 'campaign', null, -15, 65],
    ['Customer website', 'web', null, -180, 130],
    ['Careers pages', 'web', null, -22, 55],
    ['Carrier handbook online', 'web', null, 12, 70],
    ['One look for all depots', 'brand', null, -110, 140],
    ['Truck lettering', 'brand', null, 30, 60],
    ['Fuel price clauses', 'advice', null, -130, 70],
    ['Warehouse heat pumps', 'advice', null, 45, 150],
    ['Slot booking for suppliers', 'software', null, 8, 90],
    ['Archive of delivery notes', 'software', null, -260, 150],
  ],
  initech: [
    ['Claims portal for an insurer', 'software', 'Delivery', -150, 240],
    ['Pension calculator', 'software', 'Delivery', -70, 130],
    ['Bank onboarding flow', 'software', 'Delivery', -40, 110],
    ['Mainframe exit, phase one', 'software', 'Delivery', -220, 180],
    ['Mainframe exit, phase two', 'software', 'Delivery', -25, 200],
    ['Tax form checker', 'software', 'Delivery', -12, 70],
    ['Report server upgrade', 'software', 'Delivery', -100, 80],
    ['Mobile signing', 'software', 'Delivery', 18, 90],
    ['Address register sync', 'software', 'Delivery', -55, 75],
    ['Support portal redesign', 'web', 'Delivery', -33, 85],
    ['Documentation site', 'web', 'Delivery', -130, 100],
    ['Partner extranet', 'web', 'Delivery', 10, 80],
    ['Status page', 'web', 'Delivery', -190, 60],
    ['Cloud cost review', 'advice', 'Delivery', -16, 45],
    ['Incident process', 'advice', null, -85, 90],
    ['Security certificate', 'advice', null, -60, 180],
    ['Office in Tampere', 'advice', null, 28, 100],
    ['New name for the tax product', 'brand', null, -27, 60],
    ['Slides and templates', 'brand', null, -175, 70],
    ['Spring seminar', 'campaign', null, 15, 75],
    ['Graduate programme', 'campaign', null, -48, 95],
  ],
};

/** Kept apart from the dates: these stand still although they have begun. */
export const ON_HOLD: ReadonlySet<string> = new Set([
  'Trade fair stand',
  'Fleet renewal plan',
  'Cloud cost review',
  'Price calculator for roof panels',
]);

/** Finished long ago and put away. */
export const ARCHIVED: ReadonlySet<string> = new Set(['Intranet search', 'Archive of delivery notes', 'Status page']);
