import { refuseConstraint } from '../errors/constraint.errors';
import { DomainError, Listed } from '../errors/domain-error';

/** A proof of life whose dates cannot be; every problem is named. */
@Listed()
export class VerificationInvalid extends DomainError {
  static readonly code = 'verification_invalid';
  static readonly status = 422;
  static readonly title = '认证记录有误';
  constructor(problems: string[]) {
    super(`认证记录有误：${problems.join('；')}。`, { problems });
  }
}

/** A proof of life of somebody whose death before that day is confirmed: one of the two is wrong. */
@Listed()
export class VerifiedAfterDeath extends DomainError {
  static readonly code = 'verified_after_death';
  static readonly status = 409;
  static readonly title = '认证日期在该人员死亡之后';
  constructor(diedOn: string, verifiedOn: string) {
    super(`该人员已登记于 ${diedOn} 死亡，不能登记 ${verifiedOn} 的认证；请先核实两者之中哪一个有误。`, {
      diedOn,
      verifiedOn,
    });
  }
}

/** A proof of life without what its channel rests on; every missing thing is named. */
@Listed()
export class EvidenceMissing extends DomainError {
  static readonly code = 'evidence_missing';
  static readonly status = 422;
  static readonly title = '认证凭证不齐';
  constructor(channelLabel: string, missing: string[]) {
    super(`${channelLabel}认证还缺：${missing.join('、')}。`, { missing });
  }
}

/** A photo or certificate larger than any single proof. */
@Listed()
export class EvidenceFileTooLarge extends DomainError {
  static readonly code = 'evidence_file_too_large';
  static readonly status = 413;
  static readonly title = '认证凭证文件过大';
  constructor(limitBytes: number) {
    super(`认证凭证文件不能超过 ${limitBytes / 1024 / 1024} MB，请压缩照片后再上传。`, { limitBytes });
  }
}

/** The content is none of the kinds of file that can be looked at, whatever its name says. */
@Listed()
export class EvidenceFileUnreadable extends DomainError {
  static readonly code = 'evidence_file_unreadable';
  static readonly status = 422;
  static readonly title = '认证凭证只能是 jpg、png 或 pdf 文件';
  constructor() {
    super('文件内容不是 jpg、png 或 pdf，请另存为其中一种后再上传（只改扩展名不行）。');
  }
}

/** The same proof was recorded before. */
@Listed()
export class VerificationRecordedAlready extends DomainError {
  static readonly code = 'verification_recorded_already';
  static readonly status = 409;
  static readonly title = '同一天同一渠道的认证已登记';
  constructor() {
    super('该人员同一天、同一渠道的认证已登记，不必重复登记。');
  }
}
refuseConstraint('verification_once_per_day', () => new VerificationRecordedAlready());
