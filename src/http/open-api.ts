import type { INestApplication, Type } from '@nestjs/common';
import { ModulesContainer } from '@nestjs/core';
import { DocumentBuilder, SwaggerModule, type OpenAPIObject } from '@nestjs/swagger';
import { OPEN } from '../access/allow';
import { refusals } from '../errors/domain-error';
import { NoIdempotencyKey } from './idempotency';

type PathItem = OpenAPIObject['paths'][string];
type Operation = NonNullable<PathItem['get']>;
type Parameter = NonNullable<Operation['parameters']>[number];
type Schema = NonNullable<NonNullable<OpenAPIObject['components']>['schemas']>[string];

const VERBS = ['get', 'post', 'put', 'patch', 'delete'] as const;
const MULTIPART = 'multipart/form-data';

/** No example value: the page would send it with every trial, and the second would be a repetition of the first. */
const IDEMPOTENCY_KEY = {
  name: 'Idempotency-Key',
  in: 'header',
  required: true,
  description: '每次操作一个新值（8 到 100 个字符，不含空格和汉字）；重试同一操作时用同一个值，只办一次',
  schema: { type: 'string', minLength: 8, maxLength: 100 },
} as const;

/** The file of an upload, see `UploadedFile`. */
const FILE = { type: 'string', format: 'binary', description: '上传的文件' } as const;

/** How an operation that went well is described, where its route says nothing of its own. */
const FOUND = '查询结果';
const DONE = '办理完成';
const ACCEPTED = '已受理，在后台办理：用 GET /jobs/{id} 查看答复中 jobId 的进度和结果';

/** What `ProblemFilter` answers. */
const PROBLEM: Schema = {
  type: 'object',
  required: ['type', 'code', 'title', 'status', 'detail', 'facts'],
  properties: {
    type: { type: 'string', description: 'urn:zufa:refusal: 加 code' },
    code: { type: 'string', description: '固定不变的代码，见本页开头的表' },
    title: { type: 'string' },
    status: { type: 'integer' },
    detail: { type: 'string', description: '拒绝的原因和办法' },
    facts: { type: 'object', description: '有关的事实，不含身份证号和账号' },
  },
};
const REFUSED = {
  description: '拒绝或出错',
  content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
};

/** Serves the API's description at `/api/docs` (to read and to try) and `/api/openapi.json` (for programs). */
export function serveOpenApi(app: INestApplication): OpenAPIObject {
  const document = describeApi(app);
  SwaggerModule.setup('api/docs', app, document, { jsonDocumentUrl: 'api/openapi.json' });
  return document;
}

/**
 * The OpenAPI document, with every refusal of the system listed by its code. What guard, interceptor and filter do for
 * all routes is added to each operation from the metadata they themselves go by, so that it cannot differ from them.
 */
export function describeApi(app: INestApplication): OpenAPIObject {
  const rows = refusals().map(({ code, status, title }) => `| \`${code}\` | ${status} | ${title} |`);
  const config = new DocumentBuilder()
    .setTitle('足发 Zufa')
    .setVersion('1')
    .addBearerAuth()
    .addSecurityRequirements('bearer')
    .setDescription(
      [
        '社会保险中心财政补助资金发放系统。金额一律为分（整数），月份为 `2025-03`，日期为 `2025-03-10`。',
        '先用 `POST /sessions` 登录，把答复中的 `token` 填入“Authorize”。',
        '凡产生结果的请求须带 `Idempotency-Key` 请求头；改变状态的请求须带所见版本号 `version`，版本不符时答 409。',
        '错误以 `application/problem+json` 返回，`code` 固定不变：',
        ['| code | HTTP | 说明 |', '| --- | --- | --- |', ...rows].join('\n'),
      ].join('\n\n'),
    )
    .build();
  const handlers = handlersOf(app);
  const document = SwaggerModule.createDocument(app, config, { operationIdFactory: operationIdOf });
  const schemas = { ...document.components?.schemas, Problem: PROBLEM };
  document.components = { ...document.components, schemas };
  for (const item of Object.values(document.paths)) {
    for (const verb of VERBS) {
      const operation = item[verb];
      if (!operation) continue;
      const said = handlers.get(operation.operationId ?? '');
      if (!said) throw new Error(`no route is called ${operation.operationId}`);
      complete(operation, { ...said, isGet: verb === 'get' }, schemas);
    }
  }
  return document;
}

const operationIdOf = (controller: string, method: string): string => `${controller}_${method}`;

/** What each route says of itself, by the id of its operation. */
function handlersOf(app: INestApplication): Map<string, { isOpen: boolean; isExempt: boolean }> {
  const noKey: unknown = NoIdempotencyKey().KEY;
  const controllers = [...app.get(ModulesContainer).values()].flatMap((module) =>
    [...module.controllers.values()].map(({ metatype }) => metatype as Type),
  );
  return new Map(
    controllers.flatMap((controller) =>
      Object.getOwnPropertyNames(controller.prototype).map((method) => {
        const handler = (controller.prototype as Record<string, object>)[method]!;
        const says = (key: unknown) =>
          (Reflect.getMetadata(key, handler) ?? Reflect.getMetadata(key, controller)) === true;
        const isOpen = says(OPEN);
        return [operationIdOf(controller.name, method), { isOpen, isExempt: isOpen || says(noKey) }] as const;
      }),
    ),
  );
}

function complete(
  operation: Operation,
  { isGet, isOpen, isExempt }: { isGet: boolean; isOpen: boolean; isExempt: boolean },
  schemas: Record<string, Schema>,
): void {
  if (isOpen) operation.security = [];
  const parameters = (operation.parameters ?? []).map(optionalIfDefault);
  operation.parameters = isGet || isExempt ? parameters : [IDEMPOTENCY_KEY, ...parameters];
  for (const [status, answer] of Object.entries(operation.responses)) {
    if (answer && 'description' in answer)
      answer.description ||= isGet ? FOUND : status === '202' ? ACCEPTED : DONE;
  }
  operation.responses['default'] = REFUSED;
  const { requestBody: body } = operation;
  const form = body && 'content' in body ? body.content[MULTIPART] : undefined;
  if (form?.schema) form.schema = withFile(form.schema, schemas);
}

/** What has a default may be left out. */
function optionalIfDefault(parameter: Parameter): Parameter {
  const schema = 'schema' in parameter ? parameter.schema : undefined;
  return schema && 'default' in schema ? { ...parameter, required: false } : parameter;
}

/** A form's own fields and its file, in one flat schema: the page shows no field of an `allOf`. */
function withFile(form: Schema, schemas: Record<string, Schema>): Schema {
  const fields = '$ref' in form ? schemas[form.$ref.split('/').at(-1) ?? ''] : form;
  if (!fields || '$ref' in fields) throw new Error('a form has no fields of its own');
  const { properties = {}, required = [] } = fields;
  return {
    type: 'object',
    required: ['file', ...required.filter((name) => name !== 'file')],
    properties: { ...properties, file: FILE },
  };
}
