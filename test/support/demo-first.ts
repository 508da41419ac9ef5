import { basename } from 'node:path';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** Runs `npm run demo` before the tests of scenarios, which read its findings instead of running each scenario again. */
export class DemoFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    const isDemo = ({ moduleId }: TestSpecification) => basename(moduleId) === 'demo.test.ts';
    return [...sorted.filter(isDemo), ...sorted.filter((file) => !isDemo(file))];
  }
}
