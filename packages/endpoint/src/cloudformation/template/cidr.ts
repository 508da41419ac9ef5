import { cloudFormationError } from '../errors.ts';

/** `Fn::Cidr` for IPv4: `count` blocks, each with 2^`cidrBits` addresses, from the start of `block`. */
export function cidrBlocks(block: string, count: number, cidrBits: number): string[] {
  const match = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})\/(\d{1,2})$/.exec(block);
  const octets = match?.slice(1, 5).map(Number) ?? [];
  const prefix = Number(match?.[5]);
  if (match === null || prefix > 32 || octets.some((octet) => octet > 255)) {
    throw cloudFormationError.templateError(
      'Fn::Cidr needs an IPv4 block such as 10.0.0.0/16; IPv6 is not implemented.',
    );
  }
  const size = 2 ** cidrBits;
  if (!(count >= 1 && count <= 256) || !(cidrBits >= 1) || count * size > 2 ** (32 - prefix)) {
    throw cloudFormationError.templateError('Fn::Cidr cannot make that many blocks of that size.');
  }
  const address = octets.reduce((sum, octet) => sum * 256 + octet, 0);
  const start = address - (address % 2 ** (32 - prefix));
  return Array.from({ length: count }, (_, index) => {
    const first = start + index * size;
    const parts = [24, 16, 8, 0].map((shift) => Math.floor(first / 2 ** shift) % 256);
    return `${parts.join('.')}/${32 - cidrBits}`;
  });
}
