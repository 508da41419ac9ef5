const ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ';
const RANDOM_LENGTH = 12;

/**
 * A physical name as CloudFormation makes them, `<stack>-<logical id>-<random>`: where it would be longer than
 * `longest`, the stack's name and the logical id are cut, never the random part.
 */
export function physicalName(
  stackName: string,
  logicalId: string,
  longest: number,
  random: () => number,
): string {
  const tail = Array.from(
    { length: RANDOM_LENGTH },
    () => ALPHABET[Math.floor(random() * ALPHABET.length)],
  ).join('');
  const room = longest - RANDOM_LENGTH - 2;
  const logical = logicalId.slice(0, Math.max(Math.floor(room / 2), room - stackName.length));
  const stack = stackName.slice(0, room - logical.length);
  return `${stack}-${logical}-${tail}`;
}
