import { Catch, HttpException, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import type { Response } from 'express';
import type { Logger } from 'pino';
import { DomainError } from '../errors/domain-error';
import { DiskFull, isDiskFull, NotFound, RequestInvalid, Unexpected } from '../errors/request.errors';
import { requestContext } from './request-context';

/** Answers every error as `application/problem+json` (RFC 9457) with a stable code, a Chinese sentence and the facts. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  constructor(private readonly logger: Logger) {}

  catch(error: unknown, host: ArgumentsHost): void {
    const response = host.switchToHttp().getResponse<Response>();
    const refusal = this.asRefusal(error);
    if (response.headersSent) {
      // A download already under way can only be cut short; the client sees an incomplete body.
      response.destroy();
      return;
    }
    response.status(refusal.status).type('application/problem+json').json(problemOf(refusal));
  }

  private asRefusal(error: unknown): DomainError {
    if (error instanceof DomainError) return error;
    if (error instanceof HttpException) {
      if (error.getStatus() === 404) return new NotFound('地址', '');
      if (error.getStatus() < 500) return new RequestInvalid(['请求的形式不对']);
    }
    // The parser's own words quote the body, which may name somebody.
    const status = (error as { status?: number } | undefined)?.status;
    if (status === 413) return new RequestInvalid(['请求内容过大']);
    if (status !== undefined && status >= 400 && status < 500)
      return new RequestInvalid(['请求内容不是有效的 JSON']);
    const requestId = requestContext.getStore()?.requestId ?? '';
    if (isDiskFull(error)) {
      this.logger.error({ requestId, err: error }, 'disk full');
      return new DiskFull();
    }
    this.logger.error({ requestId, err: error }, 'unexpected error');
    return new Unexpected(requestId);
  }
}

/** A refusal as the API and the job list show it. */
export interface Problem {
  readonly type: string;
  readonly code: string;
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  readonly facts: Record<string, unknown>;
}

/** The body of a refusal. */
export function problemOf({ code, title, status, detail, facts }: DomainError): Problem {
  return { type: `urn:zufa:refusal:${code}`, code, title, status, detail, facts };
}
