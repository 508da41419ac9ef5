import { InvalidArgumentError } from 'commander';
import { z } from 'zod';
import { PARTITIONS } from '../../driver/journal/journal-range.ts';

/** A place in the journal as the user names it. */
export type Place = { offset: number } | { time: Date } | { at: 'beginning' | 'end' | 'checkpoint' };

const WORDS = ['beginning', 'end', 'checkpoint'] as const;
const Time = z.iso.datetime({ offset: true, local: true }).or(z.iso.date());

/** An offset, a time, `beginning`, `end` or `checkpoint`. */
export function parsePlace(text: string): Place {
  if (/^\d{1,12}$/.test(text)) return { offset: Number(text) };
  const word = WORDS.find((known) => known === text);
  if (word !== undefined) return { at: word };
  if (Time.safeParse(text).success) return { time: new Date(text) };
  throw new InvalidArgumentError(
    `It must be an offset, a time such as 2026-12-01T09:30:00Z, or one of ${WORDS.join(', ')}.`,
  );
}

export function parsePartition(text: string): number {
  const partition = PARTITIONS.find((known) => String(known) === text);
  if (partition !== undefined) return partition;
  throw new InvalidArgumentError(`There is no such partition. Allowed values: ${PARTITIONS.join(', ')}.`);
}
