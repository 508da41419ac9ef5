import { access, constants, writeFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { CliError } from '../cli-error.ts';
import type { DemoReport } from './report.ts';

/** In place of a file: the report goes to stdout, and nothing else does. */
export const STDOUT = '-';

/** To be asked before anything else: findings that could not be written at the end would be lost. */
export async function checkWritable(file: string | undefined): Promise<void> {
  if (file === undefined || file === STDOUT) return;
  await access(dirname(resolve(file)), constants.W_OK).catch((cause) => {
    throw new CliError('usage', `The folder of ${file} does not exist`, { cause });
  });
}

export async function writeReport(report: DemoReport, file: string | undefined): Promise<void> {
  const text = `${JSON.stringify(report, undefined, 2)}\n`;
  if (file === STDOUT) process.stdout.write(text);
  else if (file !== undefined) {
    await writeFile(file, text).catch((cause) => {
      throw new CliError('usage', `The findings could not be written to ${file}`, { cause });
    });
  }
}
