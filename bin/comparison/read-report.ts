import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import type { ComparedResult } from '../../scenarios/comparison/compare.ts';
import { CliError } from '../cli-error.ts';

/** What a comparison reads of the output of `demo --json`. */
const Report = z.object({
  schemaVersion: z.literal(1),
  scenarios: z.array(
    z.object({
      id: z.string(),
      findings: z.array(
        z.object({
          id: z.string(),
          observed: z.union([z.string(), z.number(), z.null()]),
          of: z.number().exactOptional(),
          reason: z.string().exactOptional(),
        }),
      ),
    }),
  ),
});

/** The results in a file that `demo --json` has written. @throws {CliError} `usage` */
export async function readReport(file: string): Promise<ComparedResult[]> {
  const text = await readFile(file, 'utf8').catch((cause: unknown) => {
    throw new CliError('usage', `${file} could not be read`, { cause });
  });
  const report = Report.safeParse(parseJson(text));
  if (report.success) return report.data.scenarios;
  throw new CliError('usage', `${file} is not the output of dataflow demo --json`, {
    hint: 'Write one with: npm run demo -- --json demo.json',
    cause: report.error,
  });
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
