/** What a process of a test may know of the run around it: where programs are, and where compiled code is kept. Its settings are the test's. */
export function inheritedEnv(): NodeJS.ProcessEnv {
  return { PATH: process.env['PATH'], NODE_COMPILE_CACHE: process.env['NODE_COMPILE_CACHE'] };
}
