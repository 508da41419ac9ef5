import { styleText } from 'node:util';
import type { DecodedDeadLetter } from '../../driver/dead-letters/list-dead-letters.ts';
import { indented } from '../table.ts';

const MAX_TEXT = 400;

/** What an operator decides by: who failed on what, since when, and what is in it. */
export function renderDeadLetter(letter: DecodedDeadLetter): string {
  const { owner, queue, cause, detail, release, failedAt, event, group, messageId, receives } = letter;
  const by = [
    owner,
    ...(release === undefined ? [] : [release]),
    ...(queue === 'dead-letters' ? [] : [queue]),
  ];
  const head = `${failedAt}  ${styleText('bold', printable(cause))}  ${printable(by.join(' '))}`;
  const lines = [
    ...(detail === undefined ? [] : [`detail ${printable(detail)}`]),
    ...(event === undefined
      ? []
      : [`event ${[event.id, event.type, event.dataschema ?? ''].join('  ').trimEnd()}`]),
    `message ${messageId}, ${group === undefined ? '' : `group ${group}, `}received ${receives} times`,
    'data' in letter ? JSON.stringify(letter.data) : `${letter.undecoded}: ${shortened(letter.body)}`,
  ];
  return `${head}\n${indented(lines.map(printable).join('\n'))}`;
}

export function renderNotSeen(notSeen: number): string {
  return (
    `Not shown: ${notSeen}. They are behind other messages of their group, or another program reads them at this time. ` +
    'List again after a redrive.'
  );
}

/** As `--json` prints it. */
export function toJson(letter: DecodedDeadLetter): Record<string, unknown> {
  const { owner, body, ...rest } = letter;
  // Of an event that is decoded, the body says nothing more.
  return { consumer: owner, ...rest, ...('undecoded' in letter && { body }) };
}

function shortened(text: string): string {
  return text.length > MAX_TEXT ? `${text.slice(0, MAX_TEXT)}… (${text.length} characters)` : text;
}

/** What came from outside must not control the terminal. */
function printable(text: string): string {
  return text.replaceAll(/\p{Cc}/gu, ' ');
}
