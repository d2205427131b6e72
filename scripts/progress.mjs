// Plain JavaScript without dependencies: the first steps run on the system's Node before anything is installed.

/** A step that takes longer than this is announced before it is done, where the line cannot be rewritten. */
const ANNOUNCE_AFTER_MS = 1500;

/**
 * Runs one step and shows it on a line with its duration: rewritten in place on a terminal, appended elsewhere.
 * @template T
 * @param {string} title
 * @param {() => T | Promise<T>} work
 * @returns {Promise<T>}
 */
export async function step(title, work) {
  const started = Date.now();
  const live = process.stdout.isTTY;
  const seconds = () => `${((Date.now() - started) / 1000).toFixed(1)} s`;
  const pending = () => process.stdout.write(live ? `\r  ${title} … ${seconds()} ` : `  ${title} …\n`);
  const timer = live ? setInterval(pending, 200) : setTimeout(pending, ANNOUNCE_AFTER_MS);
  if (live) pending();
  /** @param {string} mark */
  const finish = (mark) => {
    clearTimeout(timer);
    process.stdout.write(`${live ? '\r\u001b[K' : ''}${mark} ${title}  ${seconds()}\n`);
  };
  try {
    const result = await work();
    finish('✓');
    return result;
  } catch (error) {
    finish('✗');
    throw error;
  }
}
