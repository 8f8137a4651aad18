/** `count` blocks of 2^bits addresses each, from the start of an IPv4 block. @throws Error when they do not fit */
export function cidr(block: string, count: number, bits: number): string[] {
  const match = /^(\d+)\.(\d+)\.(\d+)\.(\d+)\/(\d+)$/.exec(block);
  if (!match) throw new Error(`Template error: Fn::Cidr needs an IPv4 block, not ${block}`);
  const [a = 0, b = 0, c = 0, d = 0, prefix = 0] = match.slice(1).map(Number);
  const start = a * 2 ** 24 + b * 2 ** 16 + c * 2 ** 8 + d;
  if (count * 2 ** bits > 2 ** (32 - prefix))
    throw new Error(`Template error: Fn::Cidr cannot cut ${count} blocks of ${bits} bits out of ${block}`);
  return Array.from({ length: count }, (_, index) => {
    const at = start + index * 2 ** bits;
    const octets = [24, 16, 8, 0].map((shift) => Math.floor(at / 2 ** shift) % 256);
    return `${octets.join('.')}/${32 - bits}`;
  });
}
