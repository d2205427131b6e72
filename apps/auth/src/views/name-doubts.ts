import { KNOWN_CLIENT_NAMES } from '../provider/pinned-clients.ts';
import { readAs } from './look-alikes.ts';

const OURS = ['Countersign'];
/** In the languages most people here read; a client can be none of it, because nobody gives it out. */
const CLAIMS =
  /(?<!\p{L})(?:verified|official|officially|certified|trusted|approved|authenticated|genuine|verifiziert|offiziell|zertifiziert|geprüft|vérifié|officiel|certifié|verificado|oficial|certificado|verificato|ufficiale|virallinen|vahvistettu|varmennettu|verifierad|officiell|проверено|проверенный|официальный|認証済み|公式|已验证|官方|인증됨|공식)(?!\p{L})/iu;
const SEALS = /[✓✔☑✅🛡🔒🔐🏅🎖®™©]/u;

const SCRIPTS = [
  'Latin',
  'Cyrillic',
  'Greek',
  'Armenian',
  'Cherokee',
  'Georgian',
  'Hebrew',
  'Arabic',
  'Devanagari',
  'Thai',
  'Coptic',
  'Lisu',
];
const OF_SCRIPT = SCRIPTS.map((script) => new RegExp(`\\p{Script=${script}}`, 'u'));
/** Japanese, Chinese and Korean mix their own, and Latin beside them (UTS 39 §5.2, “highly restrictive”). */
const EAST_ASIAN = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Bopomofo}]/u;

/**
 * What about a client's own name should make a person look twice, each as a sentence for them. A name proves nothing and is refused for none
 * of it: honest clients have such names too, and a list of forbidden ones would only teach what to write instead.
 */
export function nameDoubts(name: string, organizations: readonly string[]): string[] {
  return [
    ...(CLAIMS.test(name) || SEALS.test(name)
      ? [
          'Its name says that it was checked. It chose that name itself: what is known of it stands above, and nothing else is.',
        ]
      : []),
    ...(mixesScripts(name)
      ? ['Its name mixes letters of different alphabets, which can make it look like another name.']
      : []),
    ...looksLike(name),
    ...bears(name, OURS).map(() => 'Its name contains ours. It is not made by us.'),
    ...bears(name, organizations).map(
      () =>
        'Its name contains the name of your organization. That does not mean that your organization made it or chose it.',
    ),
  ];
}

/** Within one word: a name in two languages is nothing odd, a word in two alphabets is. */
function mixesScripts(name: string): boolean {
  return name.split(/[^\p{L}\p{M}\p{Default_Ignorable_Code_Point}]+/u).some((word) => {
    const scripts = OF_SCRIPT.filter((script) => script.test(word)).length;
    return scripts > 1 || (EAST_ASIAN.test(word) && OF_SCRIPT.slice(1).some((script) => script.test(word)));
  });
}

function looksLike(name: string): string[] {
  const plainly = name.normalize('NFC').toLowerCase();
  const read = readAs(name);
  const known = KNOWN_CLIENT_NAMES.find((one) => read.includes(readAs(one)) && !plainly.includes(one.toLowerCase()));
  return known ? [`Its name looks like ${known} and is written otherwise.`] : [];
}

/** Once at most. Short names are looked for as words, because many a word contains them. */
function bears(name: string, others: readonly string[]): string[] {
  const words = new Set(name.split(/[^\p{L}\p{N}]+/u).map(readAs));
  const read = readAs(name);
  const borne = others.find((other) => {
    const wanted = readAs(other);
    return wanted.length > 3 ? read.includes(wanted) : wanted !== '' && words.has(wanted);
  });
  return borne === undefined ? [] : [borne];
}
