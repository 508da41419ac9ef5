import { Listr, type ListrTask, PRESET_TIMER } from 'listr2';

/** One thing that takes a while: it runs, or it is made of steps that go on at the same time. */
export type Step =
  | { title: string; run: (say: Say) => Promise<void> }
  | { title: string; atOnce: readonly Step[] };

/** How far it is, in a few words; shown in place on a terminal and nowhere else. */
export type Say = (words: string) => void;

export type Show = 'live' | 'plain' | 'nothing';

/** Live on a terminal, lines elsewhere, nothing when stdout is for a result that a program reads. */
export function howToShow({ quiet = false }: { quiet?: boolean } = {}): Show {
  if (quiet) return 'nothing';
  return process.stdout.isTTY ? 'live' : 'plain';
}

/** Runs steps one after the other and shows them. The first failure ends it and is thrown as it is. */
export async function runSteps(steps: readonly Step[], show: Show): Promise<void> {
  if (show === 'live') {
    await new Listr(steps.map(toTask), {
      renderer: 'default',
      rendererOptions: { timer: PRESET_TIMER, collapseSubtasks: false, showErrorMessage: false },
      registerSignalListeners: false, // Ctrl-C belongs to interrupt.ts, which cleans up.
    }).run();
    return;
  }
  const line = show === 'plain' ? (text: string) => console.log(text) : () => {};
  for (const step of steps) await inLines(step, line);
}

function toTask(step: Step): ListrTask {
  if ('atOnce' in step) {
    const tasks = step.atOnce.map(toTask);
    return { title: step.title, task: (_context, task) => task.newListr(tasks, { concurrent: true }) };
  }
  return {
    title: step.title,
    async task(_context, task) {
      await step.run((words) => {
        task.output = words;
      });
    },
  };
}

/** A line when a step begins and one when it ends: a log must not repaint. */
async function inLines(step: Step, line: (text: string) => void): Promise<void> {
  if ('atOnce' in step) {
    const ends = await Promise.allSettled(step.atOnce.map((each) => inLines(each, line)));
    for (const end of ends) if (end.status === 'rejected') throw end.reason;
    return;
  }
  const started = performance.now();
  line(`… ${step.title}`);
  try {
    await step.run(() => {});
  } catch (error) {
    line(`✖ ${step.title}`);
    throw error;
  }
  line(`✔ ${step.title} (${((performance.now() - started) / 1000).toFixed(1)} s)`);
}
