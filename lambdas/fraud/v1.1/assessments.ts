import { ShopError } from '../../shared/errors.ts';
import { parse } from '../../shared/parse.ts';
import type { Table } from '../../shared/table.ts';
import { type AssessmentRequest, assess, assessmentKey, repetition } from '../domain.ts';
import { type Assessment, assessmentAttributes, storedAssessment } from './assessment.ts';

/** The assessments of the fraud table: each is made once and never changes. */
export class Assessments {
  private readonly table: Pick<Table, 'createItem' | 'getItem'>;

  constructor(table: Pick<Table, 'createItem' | 'getItem'>) {
    this.table = table;
  }

  /** @throws ShopError `conflict` when the id belongs to another request */
  async assess(asked: AssessmentRequest): Promise<{ assessment: Assessment; isNew: boolean }> {
    const assessment = { ...asked, ...assess(asked) };
    const isNew = await this.table.createItem(
      assessmentKey(asked.assessmentId),
      assessmentAttributes(assessment),
    );
    if (isNew) return { assessment, isNew };
    return { assessment: repetition(await this.get(asked.assessmentId), asked), isNew };
  }

  /** @throws ShopError `not-found` */
  async get(assessmentId: string): Promise<Assessment> {
    const found = await this.table.getItem(assessmentKey(assessmentId));
    if (found === undefined) throw new ShopError('not-found', 'assessment not found');
    return parse(storedAssessment, found, 'internal');
  }
}
