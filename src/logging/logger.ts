import type { LoggerService } from '@nestjs/common';
import pino, { type Logger } from 'pino';

/**
 * Structured logs. What is logged is chosen field by field (method, route, status, ids); bodies, headers with
 * tokens and personal data never are. The patterns below are the second line: a number that looks like a
 * citizen ID, an account or a phone number is blotted out of any text that slips through.
 */
const PERSONAL_NUMBER = /(?<![\da-f-])\d{6}(?:18|19|20)\d{9}[\dXx]|(?<![\da-f-])\d{11,32}(?![\da-f-])/gi;

/** The text without anything that looks like a personal number. */
export function withoutPersonalNumbers(text: string): string {
  return text.replace(PERSONAL_NUMBER, '[masked]');
}

/** The process's logger, JSON lines on standard output. */
export function createLogger(level: string): Logger {
  return pino({
    level,
    base: null,
    serializers: {
      err: (error: Error & { code?: string }) => ({
        type: error.name,
        code: error.code,
        message: withoutPersonalNumbers(error.message),
        stack: withoutPersonalNumbers(error.stack ?? ''),
      }),
    },
  });
}

/** Gives NestJS's own messages to pino. */
export class NestLogger implements LoggerService {
  constructor(private readonly logger: Logger) {}

  log(message: unknown, context?: string): void {
    this.logger.debug({ context }, withoutPersonalNumbers(String(message)));
  }

  warn(message: unknown, context?: string): void {
    this.logger.warn({ context }, withoutPersonalNumbers(String(message)));
  }

  error(message: unknown, stack?: string, context?: string): void {
    this.logger.error(
      { context, stack: withoutPersonalNumbers(stack ?? '') },
      withoutPersonalNumbers(String(message)),
    );
  }
}
