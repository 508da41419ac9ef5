import { Option } from 'commander';
import { LISTED_CAUSES, type ListedCause } from '../../driver/dead-letters/dead-letter.ts';

export const CONSUMERS = ['analytics', 'email', 'journal'] as const;

export const causeOption = (description: string) =>
  new Option('--cause <cause...>', description).choices(LISTED_CAUSES);

export function toCauses(causes: readonly ListedCause[] | undefined): { causes?: ReadonlySet<ListedCause> } {
  return causes === undefined ? {} : { causes: new Set(causes) };
}
