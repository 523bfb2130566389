import { randomUUID } from 'node:crypto';
import { ValidationPipe, type INestApplication } from '@nestjs/common';
import { NestFactory, Reflector } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';
import type { NextFunction, Request, Response } from 'express';
import helmet from 'helmet';
import type { Logger } from 'pino';
import { AppModule } from './app.module';
import { AuthGuard } from './auth/auth.guard';
import { RequestInvalid } from './errors/request.errors';
import type { Foundation } from './foundation.module';
import { IdempotencyInterceptor } from './http/idempotency';
import { serveOpenApi } from './http/open-api';
import { ProblemFilter } from './http/problem.filter';
import { requestContext } from './http/request-context';
import { problemsOf } from './http/validation-problems';
import { createLogger, NestLogger, withoutPersonalNumbers } from './logging/logger';
import { Vault } from './vault/vault';

/** The HTTP application, not yet listening. */
export async function createHttpApp(foundation: Foundation): Promise<INestApplication> {
  const logger = createLogger(foundation.config.logLevel);
  const app = await NestFactory.create<NestExpressApplication>(AppModule.of(foundation), {
    logger: new NestLogger(logger),
    bodyParser: false,
  });
  app.use(requestLog(logger));
  // An office serves its own network over plain http: upgrading every address to https would leave the page without scripts.
  app.use(helmet({ contentSecurityPolicy: { directives: { upgradeInsecureRequests: null } } }));
  // JSON bodies are forms and short lists; files come as multipart and are streamed.
  app.useBodyParser('json', { limit: '1mb' });
  app.setGlobalPrefix('api/v1');
  app.useGlobalFilters(new ProblemFilter(logger));
  app.useGlobalGuards(app.get(AuthGuard));
  app.useGlobalInterceptors(
    new IdempotencyInterceptor(app.get(Reflector), foundation.database, foundation.clock, app.get(Vault)),
  );
  app.useGlobalPipes(
    new ValidationPipe({
      transform: true,
      whitelist: true,
      forbidNonWhitelisted: true,
      exceptionFactory: (errors) => new RequestInvalid(errors.flatMap((error) => problemsOf(error))),
    }),
  );
  serveOpenApi(app);
  return app;
}

/** Gives every request an id and its context, and logs method, route, status and duration: nothing personal. */
function requestLog(logger: Logger) {
  return (request: Request, response: Response, next: NextFunction): void => {
    const requestId = randomUUID();
    const startedAt = process.hrtime.bigint();
    response.setHeader('X-Request-Id', requestId);
    response.once('finish', () => {
      const durationMs = Math.round(Number(process.hrtime.bigint() - startedAt) / 1e6);
      // The path only: a query may carry a name someone searched for.
      logger.info(
        {
          requestId,
          method: request.method,
          path: withoutPersonalNumbers(request.path),
          status: response.statusCode,
          durationMs,
        },
        'request',
      );
    });
    requestContext.run({ requestId }, next);
  };
}
