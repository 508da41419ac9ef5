import * as apiGateway from '@aws-sdk/client-api-gateway';
import * as lambda from '@aws-sdk/client-lambda';
import { describe, expect, test } from 'vitest';
import type { ZodType } from 'zod';
import { operations as apiGatewayOperations } from '../../../src/api-gateway/operations.ts';
import { routes as apiGatewayRoutes } from '../../../src/api-gateway/routes.ts';
import { own } from '../../../src/core/own.ts';
import type { RestRoute } from '../../../src/core/protocols/rest-json.ts';
import { operations as lambdaOperations } from '../../../src/lambda/operations.ts';
import { routes as lambdaRoutes } from '../../../src/lambda/routes.ts';
import { sdkOperations } from '../../support/sdk-operations.ts';
import { unreadMembers } from '../../support/unread-members.ts';

const pathOf = ({ path, where = {} }: RestRoute) => {
  const query = Object.entries(where).map(([name, value]) => `${name}=${value}`);
  return query.length === 0 ? path : `${path}?${query.join('&')}`;
};

/** AWS answers with another status than its model says (recorded). */
const OTHER_STATUS: Readonly<Record<string, number>> = { DeleteFunction: 204 };

describe.each([
  ['Lambda', lambda, lambdaRoutes, lambdaOperations],
  ['API Gateway', apiGateway, apiGatewayRoutes, apiGatewayOperations],
] as const)('%s', (_service, sdk, routes, operations) => {
  const known = sdkOperations(sdk);
  const byName = new Map<string, RestRoute>(routes.map((route) => [route.operation, route]));

  test('knows every operation of the SDK by its method and path: it runs it, or refuses it by name', () => {
    const found = known.map(({ name }) => {
      const route = byName.get(name);
      return route && `${name} ${route.method} ${pathOf(route)}`;
    });
    expect(found).toEqual(known.map(({ name, method, path }) => `${name} ${method} ${path}`));
    expect(found.length).toBeGreaterThan(80);
  });

  test('reads every member of an input, or refuses it: none is ignored without a word', () => {
    const unread = known.flatMap(({ name, input }) => {
      const operation = own<{ input: ZodType }>(operations, name);
      return operation === undefined ? [] : unreadMembers(input, operation.input, name);
    });
    expect(unread).toEqual([]);
  });

  test('runs only what has a route, and answers with the status of AWS', () => {
    for (const name of Object.keys(operations)) {
      const expected = OTHER_STATUS[name] ?? known.find((operation) => operation.name === name)?.status;
      expect(`${name} ${byName.get(name)?.status ?? 200}`).toBe(`${name} ${expected}`);
    }
  });

  test('finds the more demanding route first where two share a path', () => {
    for (const [index, route] of routes.entries()) {
      const earlier = routes.findIndex(
        ({ method, path, where }) => where === undefined && method === route.method && path === route.path,
      );
      if (route.where !== undefined && earlier >= 0) expect(earlier).toBeGreaterThan(index);
    }
  });
});
