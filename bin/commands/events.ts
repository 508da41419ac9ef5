import { journalCommand } from './journal.ts';

/** The earlier name of the command `journal`. */
export const eventsCommand = () =>
  journalCommand('events').summary('show events of the journal (same as `journal`)');
