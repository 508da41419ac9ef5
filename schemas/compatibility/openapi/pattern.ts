import { InvalidContractError } from './contract.ts';

/** Whether a text matches a `pattern`. @throws InvalidContractError when it is no regular expression */
export function matches(pattern: string, value: string): boolean {
  try {
    return new RegExp(pattern, 'u').test(value);
  } catch (cause) {
    throw new InvalidContractError('', `the pattern ${pattern} is no regular expression`, { cause });
  }
}
