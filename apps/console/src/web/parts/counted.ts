/** “1 connection”, “1,200 connections”: how many there are of something that has its plural with an s. */
export function counted(count: number, what: string): string {
  return `${count.toLocaleString('en')} ${what}${count === 1 ? '' : 's'}`;
}
