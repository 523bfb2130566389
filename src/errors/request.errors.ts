import { DomainError, Listed } from './domain-error';

/** The body, path or query does not have the shape the API documents. */
@Listed()
export class RequestInvalid extends DomainError {
  static readonly code = 'request_invalid';
  static readonly status = 400;
  static readonly title = '请求内容不符合要求';
  constructor(problems: string[]) {
    super(`请求内容不符合要求：${problems.join('；')}`, { problems });
  }
}

/** Nothing stands at this address, or it belongs to another agency. */
@Listed()
export class NotFound extends DomainError {
  static readonly code = 'not_found';
  static readonly status = 404;
  static readonly title = '找不到所要的记录';
  constructor(what: string, id: string | number) {
    super(id === '' ? `找不到${what}。` : `找不到${what}（${id}）。`, { what, id });
  }
}

/** Somebody else changed the record since this user saw it. */
@Listed()
export class VersionChanged extends DomainError {
  static readonly code = 'version_changed';
  static readonly status = 409;
  static readonly title = '记录已被他人改动，请刷新后再操作';
  constructor(what: string, seen: number, current: number) {
    super(`${what}已被他人改动（您看到的是第 ${seen} 版，现为第 ${current} 版），请刷新后再操作。`, {
      seen,
      current,
    });
  }
}

/** Anything the program did not foresee; the log has the cause under the same request id. */
@Listed()
export class Unexpected extends DomainError {
  static readonly code = 'unexpected';
  static readonly status = 500;
  static readonly title = '系统内部错误';
  constructor(requestId: string) {
    super(`系统内部错误，请把编号 ${requestId} 告诉系统管理员。`, { requestId });
  }
}

/** The database cannot be reached or is restarting; nothing was changed. */
@Listed()
export class TemporarilyUnavailable extends DomainError {
  static readonly code = 'temporarily_unavailable';
  static readonly status = 503;
  static readonly title = '系统暂时不可用，请稍后再试';
  constructor() {
    super('数据库暂时连接不上，请稍后再试。', {});
  }
}

/** A system outside of the office, such as the SMS gateway, does not answer or answers nonsense; it may tomorrow. */
@Listed()
export class PartnerUnreachable extends DomainError {
  static readonly code = 'partner_unreachable';
  static readonly status = 502;
  static readonly title = '外部系统暂时连接不上';
  constructor(partner: string, why: string) {
    super(`${partner}${why}。没有改动任何数据，请稍后再办。`, { partner });
  }
}

/** No room is left for files or for the database; what was asked is undone, nothing is half done. */
@Listed()
export class DiskFull extends DomainError {
  static readonly code = 'disk_full';
  static readonly status = 507;
  static readonly title = '磁盘已满';
  constructor() {
    super('磁盘已满，本次操作没有完成，也没有改动任何数据。请腾出空间后重试。');
  }
}

/** The codes of a full disk: of Node.js, of Node.js under a quota, and of PostgreSQL (disk_full). */
const DISK_FULL = new Set(['ENOSPC', 'EDQUOT', '53100']);

/** Whether an error, or the one it was made of, says that the disk is full. */
export function isDiskFull(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const { code, cause, driverError } = error as Error & { code?: string; driverError?: unknown };
  return (code !== undefined && DISK_FULL.has(code)) || isDiskFull(cause) || isDiskFull(driverError);
}
