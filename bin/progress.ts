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
  const tasks = steps.map((step) => toTask(step, show));
  const common = { registerSignalListeners: false }; // Ctrl-C belongs to interrupt.ts, which cleans up.
  switch (show) {
    case 'live':
      await new Listr(tasks, {
        ...common,
        renderer: 'default',
        rendererOptions: { timer: PRESET_TIMER, collapseSubtasks: false, showErrorMessage: false },
      }).run();
      return;
    case 'plain':
      await new Listr(tasks, {
        ...common,
        renderer: 'simple',
        rendererOptions: { timer: PRESET_TIMER },
      }).run();
      return;
    case 'nothing':
      await new Listr(tasks, { ...common, renderer: 'silent' }).run();
  }
}

function toTask(step: Step, show: Show): ListrTask {
  if ('atOnce' in step) {
    const steps = step.atOnce.map((each) => toTask(each, show));
    return { title: step.title, task: (_context, task) => task.newListr(steps, { concurrent: true }) };
  }
  return {
    title: step.title,
    async task(_context, task) {
      await step.run((words) => {
        if (show === 'live') task.output = words;
      });
    },
  };
}
