import { createInterface } from 'node:readline/promises';
import { InvalidArgumentError } from 'commander';
import type { Requirements } from '../../scenarios/comparison/requirements.ts';
import { QUESTIONS, type Question } from './read-requirements.ts';

/** Asks a person the questions, each until the answer can be read. No answer requires nothing. */
export async function askRequirements(
  signal: AbortSignal,
  streams: { input: NodeJS.ReadableStream; output: NodeJS.WritableStream } = {
    input: process.stdin,
    output: process.stderr,
  },
): Promise<Requirements> {
  const prompt = createInterface(streams);
  const ask = async (question: Question): Promise<Requirements> => {
    for (;;) {
      const text = `${question.text}\n  (${question.description}; empty: it does not matter) `;
      const answer = (await prompt.question(text, { signal })).trim();
      if (answer === '') return {};
      try {
        return question.parse(answer);
      } catch (error) {
        if (!(error instanceof InvalidArgumentError)) throw error;
        streams.output.write(`  ${error.message}\n`);
      }
    }
  };
  try {
    let requirements: Requirements = {};
    for (const question of QUESTIONS) requirements = { ...requirements, ...(await ask(question)) };
    return requirements;
  } finally {
    prompt.close();
  }
}
