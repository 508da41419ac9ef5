import { InvalidArgumentError } from 'commander';
import { FAILURES, type Failure, type Requirements } from '../../scenarios/comparison/requirements.ts';
import { parseDuration } from '../logs/parse-duration.ts';

/** One of the five design questions: the answers that it takes, and where they go. */
export interface Question {
  flag: string;
  argument: string;
  /** As a person is asked. */
  text: string;
  description: string;
  /** @throws {InvalidArgumentError} */
  parse(answer: string): Requirements;
}

export const QUESTIONS: readonly Question[] = [
  {
    flag: 'visible-within',
    argument: '<duration>',
    text: 'How fast must the consumer see new data?',
    description: 'such as 200ms, 5s or 10m',
    parse: (answer) => ({ visibleWithinMs: parseTime(answer) }),
  },
  {
    flag: 'delay',
    argument: '<delay>',
    text: 'Can communication be delayed?',
    description: 'allowed, or none: the first read after a write must find it',
    parse: (answer) => ({ delay: oneOf(['allowed', 'none'], answer) }),
  },
  {
    flag: 'accept-failures',
    argument: '<list>',
    text: 'What failure modes are acceptable while the other part is down?',
    description: `any of ${FAILURES.join(', ')}, separated by commas, or none`,
    parse: (answer) => ({ acceptedFailures: failures(answer) }),
  },
  {
    flag: 'schema-changes',
    argument: '<frequency>',
    text: 'How often does the schema evolve?',
    description: 'rarely, or often: a change must break no other component',
    parse: (answer) => ({ schemaChanges: oneOf(['rarely', 'often'], answer) }),
  },
  {
    flag: 'data-owner',
    argument: '<owner>',
    text: 'Who owns the data long-term?',
    description: 'shared, or one-team: a change of the schema must need no deployment of others',
    parse: (answer) => ({ dataOwner: oneOf(['shared', 'one-team'], answer) }),
  },
];

function parseTime(answer: string): number {
  const [, milliseconds] = /^(\d{1,9})ms$/.exec(answer) ?? [];
  if (milliseconds !== undefined) return Number(milliseconds);
  try {
    return parseDuration(answer);
  } catch {
    throw new InvalidArgumentError('It must be a duration such as 200ms, 5s or 10m.');
  }
}

function oneOf<T extends string>(choices: readonly T[], answer: string): T {
  const choice = choices.find((each) => each === answer);
  if (choice === undefined) throw new InvalidArgumentError(`Allowed values: ${choices.join(', ')}.`);
  return choice;
}

function failures(answer: string): Failure[] {
  if (answer === 'none') return [];
  return answer.split(',').map((each) => {
    const failure = FAILURES.find((known) => known === each.trim());
    if (failure !== undefined) return failure;
    throw new InvalidArgumentError(`Allowed values: ${FAILURES.join(', ')}, or none.`);
  });
}
