/** The Lambda runtimes that the endpoint runs, all on its own Node.js. */
export const RUNTIMES = ['nodejs20.x', 'nodejs22.x', 'nodejs24.x'] as const;
