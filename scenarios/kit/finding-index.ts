import type { Finding, Value } from './finding.ts';

/** The findings of one scenario by id, for takeaways, tests and comparisons. */
export interface FindingIndex {
  /** @throws {UnknownFindingError} */
  get(id: string): Finding;
  /** The observed number. @throws {UnknownFindingError} also when it is not a number or was not exercised */
  number(id: string): number;
  /** The observed value as text. @throws {UnknownFindingError} also when it was not exercised */
  text(id: string): string;
  /** Findings whose id begins with `<group>.`. */
  ofGroup(groupId: string): readonly Finding[];
}

/** A finding was asked for that the scenario did not make. */
export class UnknownFindingError extends Error {
  readonly id: string;

  constructor(id: string, message: string) {
    super(message);
    this.name = 'UnknownFindingError';
    this.id = id;
  }
}

export function indexFindings(findings: readonly Finding[]): FindingIndex {
  const byId = new Map(findings.map((finding) => [finding.id, finding]));
  const get = (id: string): Finding => {
    const finding = byId.get(id);
    if (finding === undefined) throw new UnknownFindingError(id, `The scenario has no finding ${id}`);
    return finding;
  };
  const observed = (id: string): Value => {
    const value = get(id).observed;
    if (value === null) throw new UnknownFindingError(id, `The finding ${id} was not exercised`);
    return value;
  };
  return {
    get,
    number(id) {
      const value = observed(id);
      if (typeof value !== 'number') throw new UnknownFindingError(id, `The finding ${id} is not a number`);
      return value;
    },
    text: (id) => String(observed(id)),
    ofGroup: (groupId) => findings.filter(({ id }) => id.startsWith(`${groupId}.`)),
  };
}
