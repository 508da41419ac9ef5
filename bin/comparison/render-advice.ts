import { styleText } from 'node:util';
import type { Advice, Check, ModeAdvice } from '../../scenarios/comparison/advise.ts';
import type { ComparedMode } from '../../scenarios/comparison/comparison.ts';
import { wrap } from '../wrap.ts';

const WIDTH = 100;

/** Each mode with the numbers that speak for and against it, and what follows. */
export function renderAdvice(advice: Advice): string {
  return [...advice.modes.flatMap(renderMode), '', ...wrap(recommendation(advice), WIDTH)].join('\n');
}

const FITS: Record<ModeAdvice['fits'], string> = {
  yes: 'meets the requirements',
  no: 'does not meet the requirements',
  'not-known': 'cannot be judged',
};
const MARKS: Record<Check['outcome'], () => string> = {
  met: () => styleText('green', '✔'),
  'not-met': () => styleText('red', '✖'),
  'not-known': () => styleText('yellow', '–'),
};

function renderMode({ mode, fits, checks }: ModeAdvice): string[] {
  return [
    `${styleText('bold', mode)}: ${FITS[fits]}`,
    ...checks.flatMap((check) => {
      const lines = [checkText(check), ...sourcesOf(check)].flatMap((text) => wrap(text, WIDTH - 4));
      const [first = '', ...more] = lines;
      return [`  ${MARKS[check.outcome]()} ${first}`, ...more.map((line) => `    ${line}`)];
    }),
  ];
}

function checkText({ label, unit, value, min, max, reason }: Check): string {
  const observed = value === null ? (reason ?? 'not exercised') : `${value} ${unit}`;
  const limit = max === undefined ? `at least ${min}` : `at most ${max}`;
  return `${label}: ${observed} (${limit})`;
}

/** `scenario: finding, finding` */
function sourcesOf({ evidence }: Check): string[] {
  return [...Map.groupBy(evidence, ({ scenario }) => scenario)].map(
    ([scenario, own]) => `${scenario}: ${own.map(({ finding }) => finding).join(', ')}`,
  );
}

/** One sentence, or two. */
export function recommendation({ modes, recommended }: Advice): string {
  const [best, ...others] = recommended;
  const unknown = modes.filter(({ fits }) => fits === 'not-known').map(({ mode }) => mode);
  const open =
    unknown.length === 0 ? '' : ` ${list(unknown)} cannot be judged: run the scenarios that are missing.`;
  if (best === undefined) {
    return unknown.length > 0
      ? `No mode is known to meet the requirements.${open}`
      : 'No mode meets all requirements. Relax one of them, or let data flow in more than one mode, each where it fits.';
  }
  if (others.length === 0)
    return `Recommended: ${best}, the only mode that is known to meet the requirements.${open}`;
  const isPriced = modes.every(
    ({ mode, dollarsPerMillion }) => !recommended.includes(mode) || dollarsPerMillion !== null,
  );
  if (!isPriced) return `Recommended: ${list(recommended)}. Their costs were not measured.${open}`;
  return `Recommended: ${best}, the cheapest of the modes that meet the requirements. ${list(others)} ${others.length === 1 ? 'meets' : 'meet'} them as well.${open}`;
}

function list(modes: readonly ComparedMode[]): string {
  return new Intl.ListFormat('en').format(modes);
}
