import type { Server } from 'node:http';
import { RequestMethod, type Type } from '@nestjs/common';
import { METHOD_METADATA, PATH_METADATA, ROUTE_ARGS_METADATA } from '@nestjs/common/constants';
import { ModulesContainer } from '@nestjs/core';
import type { OpenAPIObject } from '@nestjs/swagger';
import request from 'supertest';
import ts from 'typescript';
import { ALLOW, OPEN } from '../../src/access/allow';
import { PERMISSIONS, type Role } from '../../src/access/permissions';
import { describeApi } from '../../src/http/open-api';
import { UploadedFile } from '../../src/http/upload';
import { openOffice, type Office } from '../support/office';
import { bearerOf } from '../support/office-registry';
import { filesUnder, nodesOf, parse } from './source-tree';

/** What `@NoIdempotencyKey` marks. */
const NO_KEY = 'zufa:no-idempotency-key';

/** Requests other than GET that need no Idempotency-Key, with the reason: asked twice, they do no more than once. */
const WITHOUT_KEY: Record<string, string> = {
  'POST /api/v1/sessions': 'a second sign-in is another session; nobody is signed in yet who could own a key',
  'DELETE /api/v1/sessions/current': 'a session that has ended stays ended',
  'POST /api/v1/users/me/password': 'the second request comes with the password that was given up',
  'POST /api/v1/agencies': 'agency_code_unique; nobody is signed in yet',
  'POST /api/v1/persons/search': 'only looks; it is no GET so that no citizen ID stands in a URL',
};

interface Route {
  readonly name: string;
  readonly verb: string;
  readonly path: string;
  readonly allow: string | undefined;
  readonly isOpen: boolean;
  readonly withoutKey: boolean;
  readonly takesFile: boolean;
  readonly controller: string;
}

/** What reads the parameters of a route that are the house's own, such as the signed-in user or the uploaded file. */
function readersOf(controller: object, method: string): unknown[] {
  const read = Reflect.getMetadata(ROUTE_ARGS_METADATA, controller, method) as
    Record<string, { factory?: unknown }> | undefined;
  return Object.values(read ?? {}).map(({ factory }) => factory);
}

/** How `@UploadedFile()` reads a file, found by using it. */
class TakesFile {}
UploadedFile()(TakesFile.prototype, 'upload', 0);
const [FILE_READER] = readersOf(TakesFile, 'upload');

/** Every route of the running application, from the metadata NestJS itself routes by. */
function routesOf(office: Office): Route[] {
  const controllers = [...office.app.get(ModulesContainer).values()].flatMap((module) =>
    [...module.controllers.values()].map(({ metatype }) => metatype as Type),
  );
  return controllers.flatMap((controller) =>
    Object.getOwnPropertyNames(controller.prototype).flatMap((method) => {
      const handler = (controller.prototype as Record<string, unknown>)[method] as object;
      const said = (key: string): unknown =>
        Reflect.getMetadata(key, handler) ?? (Reflect.getMetadata(key, controller) as unknown);
      const verb = Reflect.getMetadata(METHOD_METADATA, handler) as RequestMethod | undefined;
      if (verb === undefined) return [];
      const parts = [
        Reflect.getMetadata(PATH_METADATA, controller),
        Reflect.getMetadata(PATH_METADATA, handler),
      ];
      const path = ['/api/v1', ...(parts as string[]).map((part) => part.replace(/^\/|\/$/g, ''))]
        .filter(Boolean)
        .join('/');
      return [
        {
          name: `${RequestMethod[verb]} ${path}`,
          verb: RequestMethod[verb],
          path,
          allow: said(ALLOW) as string | undefined,
          isOpen: said(OPEN) === true,
          withoutKey: said(NO_KEY) === true,
          takesFile: readersOf(controller, method).includes(FILE_READER),
          controller: controller.name,
        },
      ];
    }),
  );
}

describe('The routes of the API', () => {
  let office: Office;
  let http: Server;
  let routes: Route[];

  beforeAll(async () => {
    office = await openOffice();
    http = await office.serves();
    routes = routesOf(office);
  });
  afterAll(() => office.closes());

  const namesOf = (some: readonly Route[]) => some.map(({ name }) => name).sort();
  const asks = ({ verb, path }: Route) => {
    const url = path.replace(/:\w+/g, '1');
    return request(http)[verb.toLowerCase() as 'get' | 'post' | 'put' | 'delete'](url);
  };

  const administrators = async () => {
    const credentials = { agencyCode: 'office', username: 'admin', password: 'Office-2025!' };
    const { body } = await request(http).post('/api/v1/sessions').send(credentials);
    return `Bearer ${body.token}`;
  };

  it('are those of every controller in src/', () => {
    const written = filesUnder('src', '.ts')
      .flatMap((path) => nodesOf(parse(path), ts.isClassDeclaration))
      .filter((node) =>
        ts.getDecorators(node)?.some(({ expression }) => /^Controller\(/.test(expression.getText())),
      )
      .map((node) => node.name!.text);

    expect([...new Set(routes.map(({ controller }) => controller))].sort()).toEqual(written.sort());
  });

  it('have one name each, in plural kebab-case', () => {
    const names = namesOf(routes);
    const words = routes.flatMap(({ path }) => path.split('/').slice(3));

    expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([]);
    expect(words.filter((word) => !/^(?:[a-z]+(?:-[a-z]+)*|:[a-zA-Z]+)$/.test(word))).toEqual([]);
  });

  it('say who may use them: a permission, or open, and never both', () => {
    expect(namesOf(routes.filter(({ allow, isOpen }) => (allow !== undefined) === isOpen))).toEqual([]);
  });

  it('open to who has not signed in are few', () => {
    expect(namesOf(routes.filter(({ isOpen }) => isOpen))).toEqual([
      'POST /api/v1/agencies',
      'POST /api/v1/sessions',
    ]);
  });

  it('refuse who has not signed in', async () => {
    for (const route of routes.filter(({ isOpen }) => !isOpen)) {
      const { status, body } = await asks(route);
      expect({ name: route.name, status, code: body.code }).toEqual({
        name: route.name,
        status: 401,
        code: 'not_signed_in',
      });
    }
  });

  it('refuse every post without the permission, in the guard', async () => {
    const bearer = await bearerOf(office, 'AUDITOR');
    const closed = routes.filter(
      ({ allow }) => allow !== undefined && allow in PERMISSIONS && !holds('AUDITOR', allow),
    );
    for (const route of closed) {
      const { status, body } = await asks(route).set('Authorization', bearer);
      expect({ name: route.name, status, code: body.code }).toEqual({
        name: route.name,
        status: 403,
        code: 'permission_denied',
      });
    }
    expect(closed.length).toBeGreaterThan(10);
  });

  it('use every permission of the table', () => {
    const used = new Set(routes.map(({ allow }) => allow));

    expect(Object.keys(PERMISSIONS).filter((permission) => !used.has(permission))).toEqual([]);
  });

  it('that need no Idempotency-Key are listed with the reason', () => {
    expect(namesOf(routes.filter(({ withoutKey }) => withoutKey))).toEqual(Object.keys(WITHOUT_KEY).sort());
    expect(
      namesOf(routes.filter(({ verb, isOpen, withoutKey }) => verb !== 'GET' && isOpen && !withoutKey)),
    ).toEqual([]);
  });

  it('refuse a request that makes something happen and has no Idempotency-Key', async () => {
    const bearers = new Map<Role, string>([['ADMINISTRATOR', await administrators()]]);
    for (const route of routes.filter(({ verb, withoutKey }) => verb !== 'GET' && !withoutKey)) {
      const role = roleFor(route.allow!);
      if (!bearers.has(role)) bearers.set(role, await bearerOf(office, role));
      const { status, body } = await asks(route).set('Authorization', bearers.get(role)!).send({});
      expect({ name: route.name, status, code: body.code }).toEqual({
        name: route.name,
        status: 400,
        code: 'idempotency_key_missing',
      });
    }
  });

  it('are all in the OpenAPI document', () => {
    const { paths } = describeApi(office.app);
    const documented = Object.entries(paths).flatMap(([path, item]) =>
      Object.keys(item).map((verb) => `${verb.toUpperCase()} ${path}`),
    );

    expect(documented.sort()).toEqual(
      namesOf(routes)
        .map((name) => name.replace(/:(\w+)/g, '{$1}'))
        .sort(),
    );
  });

  describe('in the OpenAPI document', () => {
    let document: OpenAPIObject;
    beforeAll(() => {
      document = describeApi(office.app);
    });
    const operationOf = ({ verb, path }: Route) =>
      document.paths[path.replace(/:(\w+)/g, '{$1}')]![verb.toLowerCase() as 'get' | 'post']!;
    const needsKey = (route: Route) =>
      JSON.stringify(operationOf(route).parameters ?? []).includes('"name":"Idempotency-Key"');
    const formOf = (route: Route) => {
      const { requestBody } = operationOf(route) as { requestBody?: { content: Record<string, unknown> } };
      return requestBody?.content['multipart/form-data'];
    };

    it('ask for the Idempotency-Key exactly where the interceptor does', () => {
      expect(namesOf(routes.filter(needsKey))).toEqual(
        namesOf(routes.filter(({ verb, withoutKey }) => verb !== 'GET' && !withoutKey)),
      );
      expect(operationOf(routes.find(needsKey)!).parameters).toContainEqual(
        expect.objectContaining({ name: 'Idempotency-Key', in: 'header', required: true }),
      );
    });

    it('ask for the token wherever the guard does', () => {
      expect(document.security).toEqual([{ bearer: [] }]);
      expect(namesOf(routes.filter((route) => operationOf(route).security?.length === 0))).toEqual(
        namesOf(routes.filter(({ isOpen }) => isOpen)),
      );
      expect(routes.filter((route) => (operationOf(route).security?.length ?? 0) > 0)).toEqual([]);
    });

    it('have a form with a file where they take one, and only there', () => {
      const uploads = routes.filter(({ takesFile }) => takesFile);

      expect(namesOf(routes.filter((route) => formOf(route) !== undefined))).toEqual(namesOf(uploads));
      expect(uploads.length).toBeGreaterThan(2);
      for (const route of uploads) {
        expect({ name: route.name, form: formOf(route) }).toEqual({
          name: route.name,
          form: {
            schema: expect.objectContaining({
              required: expect.arrayContaining(['file']),
              properties: expect.objectContaining({
                file: expect.objectContaining({ type: 'string', format: 'binary' }),
              }),
            }),
          },
        });
      }
    });

    it('let out what has a default', () => {
      const demanding = routes.flatMap((route) => operationOf(route).parameters ?? []) as {
        name: string;
        required?: boolean;
        schema?: object;
      }[];

      expect(demanding.filter(({ required, schema }) => required && schema && 'default' in schema)).toEqual(
        [],
      );
    });

    it('describe what they answer, a refusal included', () => {
      const silent = routes.filter((route) =>
        Object.values(operationOf(route).responses).some(
          (answer) => !(answer as { description: string }).description,
        ),
      );
      const withoutProblem = routes.filter(
        (route) =>
          !JSON.stringify(operationOf(route).responses['default'] ?? {}).includes('application/problem+json'),
      );

      expect(namesOf(silent)).toEqual([]);
      expect(namesOf(withoutProblem)).toEqual([]);
      expect(document.components?.schemas).toHaveProperty('Problem');
    });
  });
});

const holds = (role: Role, permission: string) =>
  (PERMISSIONS[permission as keyof typeof PERMISSIONS] as readonly Role[]).includes(role);

/** A post that may use the route. */
const roleFor = (allow: string): Role => PERMISSIONS[allow as keyof typeof PERMISSIONS][0];
