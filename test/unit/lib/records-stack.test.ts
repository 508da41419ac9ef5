import { describe, expect, it } from 'vitest';
import { RECORDS_RELEASES, RELEASES } from '../../../lib/releases.ts';
import { resourcesOf, templatesOf } from './synthesized.ts';

// A synthesis takes seconds where the machine is busy.
describe('the stack of records', { timeout: 60_000 }, () => {
  const template = (release: (typeof RELEASES)[number]) => templatesOf(release)['Dataflow-Records'];

  it('has a function for each of its releases, published under the release’s name, retained, and live', () => {
    const versions = [...resourcesOf(template('v1'), 'AWS::Lambda::Version')];
    expect(versions.map(([, { Properties }]) => Properties['Description'])).toEqual(
      RECORDS_RELEASES.map((release) => `release ${release}`),
    );
    for (const [, { DeletionPolicy }] of versions) expect(DeletionPolicy).toBe('Retain');
    const aliases = [...resourcesOf(template('v1'), 'AWS::Lambda::Alias').values()];
    expect(aliases.map(({ Properties }) => Properties['Name'])).toEqual(RECORDS_RELEASES.map(() => 'live'));
  });

  it('lets each function use its one table, look schemas up, and nothing else', () => {
    const policies = [...resourcesOf(template('v1'), 'AWS::IAM::Policy').values()];
    expect(policies).toHaveLength(RECORDS_RELEASES.length);
    for (const { Properties } of policies) {
      const { Statement } = Properties['PolicyDocument'] as { Statement: { Action: string | string[] }[] };
      expect(Statement.flatMap(({ Action }) => Action).sort()).toEqual([
        'dynamodb:GetItem',
        'dynamodb:PutItem',
        'dynamodb:Scan',
        'dynamodb:UpdateItem',
        'execute-api:Invoke',
        'logs:CreateLogStream',
        'logs:PutLogEvents',
      ]);
      // The path as it is sent: IAM does not know the names of path parameters.
      expect(JSON.stringify(Properties)).toMatch(/\/live\/GET\/schemas\/fingerprints\/\*"/);
    }
  });

  it('is the same in every release of the shop', () => {
    for (const release of RELEASES) expect(template(release).toJSON()).toEqual(template('v1').toJSON());
  });
});
