/** What went wrong, and what to try, as text for a reader. */
export function messageOf(error: unknown): string {
  const { message, hint } = error as Error & { hint?: string }
  return hint ? `${message}\n${hint}` : message
}
