import { z } from 'zod';

/** What a program is given of an assessment, from wherever it reads: it may be anything. */
export interface Fields {
  assessmentId: unknown;
  decision: unknown;
  score: unknown;
}

/** A program of another team that reports on assessments. It is the same code, whether it reads a table or calls a service. */
export interface Program {
  readonly name: string;
  /** The fields that it reads. */
  readonly uses: readonly (keyof Fields)[];
  /** @throws where it validates, and the assessments are not as it expects */
  report(assessments: readonly Fields[]): string;
}

const Valid = z.object({
  assessmentId: z.string(),
  decision: z.enum(['allow', 'review']),
  score: z.coerce.number().int(),
});

export const PROGRAMS: readonly Program[] = [
  {
    name: 'the review queue, which takes what it finds',
    uses: ['assessmentId', 'decision'],
    report: (assessments) => idsToReview(assessments),
  },
  {
    name: 'the audit, which validates what it reads',
    uses: ['assessmentId', 'decision', 'score'],
    report: (assessments) => idsToReview(z.array(Valid).parse(assessments)),
  },
  {
    name: 'the score statistics, which do not use the attribute',
    uses: ['score'],
    report: (assessments) => assessments.reduce((total, { score }) => total + Number(score), 0).toString(),
  },
];

function idsToReview(assessments: readonly Fields[]): string {
  const toReview = assessments.filter(({ decision }) => decision === 'review');
  return toReview.map(({ assessmentId }) => assessmentId).join();
}

export interface Reports {
  right: number;
  /** Programs that stopped with an error. */
  failed: number;
  /** Programs that reported something else, without an error. */
  wrong: number;
}

/** @param expected what the assessments are */
export function runPrograms(
  read: readonly Fields[],
  expected: readonly Fields[],
  programs: readonly Program[] = PROGRAMS,
): Reports {
  const reports: Reports = { right: 0, failed: 0, wrong: 0 };
  for (const { report } of programs) {
    try {
      reports[report(read) === report(expected) ? 'right' : 'wrong'] += 1;
    } catch (error) {
      if (!(error instanceof z.ZodError)) throw error;
      reports.failed += 1;
    }
  }
  return reports;
}
