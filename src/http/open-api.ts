import type { INestApplication } from '@nestjs/common';
import { DocumentBuilder, SwaggerModule, type OpenAPIObject } from '@nestjs/swagger';
import { refusals } from '../errors/domain-error';

/** Serves the API's description at `/api/docs` (to read) and `/api/openapi.json` (for programs). */
export function serveOpenApi(app: INestApplication): OpenAPIObject {
  const document = describeApi(app);
  SwaggerModule.setup('api/docs', app, document, { jsonDocumentUrl: 'api/openapi.json' });
  return document;
}

/** The OpenAPI document, with every refusal of the system listed by its code. */
export function describeApi(app: INestApplication): OpenAPIObject {
  const rows = refusals().map(({ code, status, title }) => `| \`${code}\` | ${status} | ${title} |`);
  const config = new DocumentBuilder()
    .setTitle('足发 Zufa')
    .setVersion('1')
    .addBearerAuth()
    .setDescription(
      [
        '社会保险中心财政补助资金发放系统。金额一律为分（整数），月份为 `2025-03`，日期为 `2025-03-10`。',
        '凡产生结果的请求须带 `Idempotency-Key` 请求头；改变状态的请求须带所见版本号 `version`，版本不符时答 409。',
        '错误以 `application/problem+json` 返回，`code` 固定不变：',
        ['| code | HTTP | 说明 |', '| --- | --- | --- |', ...rows].join('\n'),
      ].join('\n\n'),
    )
    .build();
  return SwaggerModule.createDocument(app, config);
}
