import { describe, expect, it } from 'vitest';
import { RELEASES } from '../../../lib/releases.ts';
import { resourcesOf, templatesOf } from './synthesized.ts';

const functionStacks = ['Dataflow-Messaging', 'Dataflow-Services', 'Dataflow-Registry'] as const;

function resources(release: (typeof RELEASES)[number], type: string) {
  return functionStacks.flatMap((stack) => [...resourcesOf(templatesOf(release)[stack], type)]);
}

// A synthesis takes seconds where the machine is busy.
describe('a function with releases', { timeout: 60_000 }, () => {
  it.each(RELEASES)(
    'is reached through an alias that names its first release in the template of %s',
    (release) => {
      const aliases = resources(release, 'AWS::Lambda::Alias');
      expect(aliases).not.toEqual([]);
      for (const [id, { Properties }] of aliases) {
        expect(Properties['Name']).toBe('live');
        // The registry is replaced by its newest release, whatever the release of the app.
        const version = id.startsWith('Registry') ? /^RegistryReleaseV2Patch1$/ : /ReleaseV1(Patch\d)?$/;
        expect(Properties['FunctionVersion']).toEqual({
          'Fn::GetAtt': [expect.stringMatching(version), 'Version'],
        });
        expect(Properties).not.toHaveProperty('RoutingConfig');
      }
    },
  );

  it('keeps the published versions and the alias as they are when a later release is deployed', () => {
    for (const type of ['AWS::Lambda::Alias', 'AWS::Lambda::Version']) {
      const before = resources('v1', type);
      const after = new Map(resources('v2', type));
      for (const [id, resource] of before) expect(after.get(id)).toEqual(resource);
    }
  });

  it('publishes each release under an id of its own, described by its name and retained', () => {
    const profiles = (release: (typeof RELEASES)[number]) =>
      resources(release, 'AWS::Lambda::Version').filter(([id]) => id.startsWith('Profiles'));
    expect(profiles('v1').map(([id]) => id)).toEqual(['ProfilesReleaseV1']);
    expect(profiles('v1-naive').map(([id]) => id)).toEqual(['ProfilesReleaseV1', 'ProfilesReleaseV1Naive']);
    expect(profiles('v2').map(([id]) => id)).toEqual(['ProfilesReleaseV1', 'ProfilesReleaseV2']);
    expect(profiles('v2').map(([, { Properties }]) => Properties['Description'])).toEqual([
      'release v1',
      'release v2',
    ]);
    for (const [, { DeletionPolicy }] of profiles('v2')) expect(DeletionPolicy).toBe('Retain');
  });

  it('begins with the patch where the first release can lose something, whatever is deployed on top', () => {
    for (const release of RELEASES) {
      const alias = resources(release, 'AWS::Lambda::Alias').find(([id]) => id.startsWith('Orders'))?.[1];
      expect(alias?.Properties['FunctionVersion']).toEqual({
        'Fn::GetAtt': ['OrdersReleaseV1Patch3', 'Version'],
      });
    }
    const described = (release: (typeof RELEASES)[number]) =>
      resources(release, 'AWS::Lambda::Version')
        .filter(([id]) => id.startsWith('Orders'))
        .map(([id, { Properties }]) => [id, Properties['Description']]);
    expect(described('v2')).toEqual([
      ['OrdersReleaseV1Patch3', 'release v1.3'],
      ['OrdersReleaseV2', 'release v2'],
    ]);
    expect(described('v1-naive')).toEqual([
      ['OrdersReleaseV1Patch3', 'release v1.3'],
      ['OrdersReleaseV1', 'release v1'],
    ]);
  });

  it('changes nothing but its code with a release', () => {
    const function_ = (release: (typeof RELEASES)[number]) =>
      resources(release, 'AWS::Lambda::Function').filter(([id]) => id.startsWith('Profiles'))[0]?.[1]
        .Properties;
    const { Code: v1, ...before } = function_('v1') ?? {};
    const { Code: v2, ...after } = function_('v2') ?? {};
    expect(after).toEqual(before);
    expect(v2).not.toEqual(v1);
  });

  it('leaves services without a new release exactly as they are', () => {
    const changed = [
      ...['Profiles', 'Payments', 'Carrier', 'Fraud', 'Orders'],
      ...['Relay', 'Analytics', 'Email', 'Journal'],
    ];
    const others = (release: (typeof RELEASES)[number]) =>
      resources(release, 'AWS::Lambda::Function').filter(
        ([id]) => !changed.some((name) => id.startsWith(name)),
      );
    expect(others('v2')).toEqual(others('v1'));
  });

  it('is never invoked as $LATEST: whoever invokes it names the alias', () => {
    const live = /Live[0-9A-F]{8}$/;
    for (const [, { Properties }] of resources('v2', 'AWS::Lambda::Permission')) {
      expect(Properties['FunctionName']).toEqual({ Ref: expect.stringMatching(live) });
    }
    for (const [, { Properties }] of resources('v2', 'AWS::Lambda::EventSourceMapping')) {
      expect(JSON.stringify(Properties['FunctionName'])).toMatch(/":live"/);
    }
  });

  /** Labs: all their functions are deployed at once, so none waits for another. */
  const ALL_AT_ONCE = ['Dataflow-Records', 'Dataflow-MessagingLabs'];

  it('asks a later release for the first one, in every stack whose releases follow each other', () => {
    for (const [stack, template] of Object.entries(templatesOf('v2'))) {
      if (ALL_AT_ONCE.includes(stack)) continue;
      template.hasParameter('FirstRelease', {
        Type: 'AWS::SSM::Parameter::Value<String>',
        Default: '/modes-of-dataflow/release/v1',
      });
    }
    for (const template of Object.values(templatesOf('v1'))) {
      expect(template.findParameters('FirstRelease')).toEqual({});
    }
    for (const release of RELEASES) {
      templatesOf(release)['Dataflow-Services'].hasResourceProperties('AWS::SSM::Parameter', {
        Name: '/modes-of-dataflow/release/v1',
      });
    }
  });
});
