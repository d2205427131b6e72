/** Names come from the code, never from a caller, so there are only so many. */
function remembered(translate: (name: string) => string): (name: string) => string {
  const translated = new Map<string, string>();
  return (name) => {
    let found = translated.get(name);
    if (found === undefined) {
      found = translate(name);
      translated.set(name, found);
    }
    return found;
  };
}

/** `createdAt` as PostgreSQL knows it: `created_at`. */
export const snakeCase = remembered((name) => name.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`));

/** `created_at` as TypeScript knows it: `createdAt`. */
export const camelCase = remembered((name) =>
  name.replaceAll(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase()),
);
