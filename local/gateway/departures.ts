// What gateways of this process did that AWS's models do not allow. Kept for the process and not only by each gateway, so
// that no test can forget to ask: test/held-to-models.ts asks after every one of them.

const recorded = new Set<string>();

/** An answer against the model, an error that AWS does not list for the operation, or a crash of the operation. */
export function recordDeparture(text: string): void {
  recorded.add(text);
}

/** What was recorded since it was asked last. */
export function takeDepartures(): string[] {
  const taken = [...recorded];
  recorded.clear();
  return taken;
}
