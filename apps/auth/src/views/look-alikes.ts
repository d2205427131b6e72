/** Letters of other scripts, and digits and signs, that are read as Latin letters. In pairs: what stands there, what is read. */
const READ_AS = new Map(
  [
    // Cyrillic
    'аa вb еe ёe һh іi їi јj кk мm нh оo рp сc тt уy хx ѕs ԁd ԛq ԝw гr пn ьb',
    // Greek
    'αa βb γy εe ηn ιi κk νv οo ρp τt υu χx ωw σo',
    // Armenian and Cherokee
    'ոn սu օo հh զq ցg ᎪA ᏴB ᏟC ᎠD ᎬE ᎻH ᎫJ ᏦK ᏞL ᎷM ᏢP ᏚS ᎢT ᏙV ᎳW ᏃZ',
    // Latin letters that are not among the basic ones, and what stands in for letters
    'ıi ɡg ɑa ɩi ʟl ꞓc ƈc đd øo łl ßb 0o 1l 3e 4a 5s 7t |l !l $s @a ꓚc ꓡl',
  ]
    .join(' ')
    .split(' ')
    .map((pair) => {
      const [drawn = '', read = ''] = Array.from(pair);
      return [drawn.toLowerCase(), read.toLowerCase()] as const;
    }),
);

/**
 * What a name is read as at a glance: in basic Latin letters, without marks, spaces, and what is drawn as nothing. Two names that read the
 * same can be taken for each other. A guess on the safe side, for a warning: it proves nothing, and refuses nobody.
 */
export function readAs(name: string): string {
  const plain = name
    .normalize('NFKD')
    .replace(/[\p{M}\p{C}\p{Default_Ignorable_Code_Point}]/gu, '')
    .toLowerCase();
  const letters = Array.from(plain, (letter) => READ_AS.get(letter) ?? letter).join('');
  // Drawn close together, these are one letter of the other kind.
  return letters
    .replaceAll('rn', 'm')
    .replaceAll('vv', 'w')
    .replace(/[^\p{L}\p{N}]/gu, '')
    .replaceAll('i', 'l');
}
