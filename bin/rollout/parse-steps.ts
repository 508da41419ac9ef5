import { InvalidArgumentError } from 'commander';

/** `10,50,100`: whole percents, rising, up to 100. */
export function parseSteps(text: string): number[] {
  const steps = text.split(',').map(Number);
  const rising = steps.every((step, index) => Number.isInteger(step) && step > (steps[index - 1] ?? 0));
  if (!rising || steps.at(-1) !== 100) {
    throw new InvalidArgumentError('It must be rising whole percents that end with 100, such as 10,50,100.');
  }
  return steps;
}

/** `50`: a share that leaves something for both releases. */
export function parseShare(text: string): number {
  const share = Number(text);
  if (/^\d+$/.test(text) && share >= 1 && share <= 99) return share;
  throw new InvalidArgumentError('It must be a whole percent from 1 to 99.');
}
