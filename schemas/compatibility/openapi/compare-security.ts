import type { Credentials, Operation } from './operation.ts';
import type { Reason } from './rule.ts';

/** A client sends the credentials of one of its alternatives; a server accepts any that include those of one of its own. */
export function compareSecurity(client: Operation, server: Operation): Reason[] {
  const refused = client.security.filter(
    (sent) => !server.security.some((expected) => suffices(sent, expected)),
  );
  if (refused.length === 0) return [];
  return [
    {
      rule: 'security',
      path: 'security',
      sent: describe(client.security),
      expected: describe(server.security),
      sentence: `{sender} may send ${describe(refused)}, and {receiver} requires ${describe(server.security)}.`,
    },
  ];
}

function suffices(sent: Credentials, expected: Credentials): boolean {
  return [...expected].every(([scheme, scopes]) => {
    const granted = sent.get(scheme);
    return granted !== undefined && scopes.every((scope) => granted.includes(scope));
  });
}

function describe(alternatives: readonly Credentials[]): string {
  return alternatives.map(describeOne).join(' or ');
}

function describeOne(credentials: Credentials): string {
  if (credentials.size === 0) return 'no credentials';
  return [...credentials]
    .map(([scheme, scopes]) => (scopes.length === 0 ? scheme : `${scheme} (${scopes.join(', ')})`))
    .join(' and ');
}
