import { DomainError, Listed } from '../errors/domain-error';
import { refuseConstraint } from '../errors/constraint.errors';

/** Wrong agency, name or password: one answer for all three, so that none can be found out. */
@Listed()
export class SignInRefused extends DomainError {
  static readonly code = 'sign_in_refused';
  static readonly status = 401;
  static readonly title = '机构代码、用户名或密码不正确';
  constructor() {
    super('机构代码、用户名或密码不正确。');
  }
}

/** Too many wrong passwords in a row. */
@Listed()
export class AccountLocked extends DomainError {
  static readonly code = 'account_locked';
  static readonly status = 423;
  static readonly title = '密码连续输错，账号已暂时锁定';
  constructor(until: Date) {
    super(`密码连续输错，账号已锁定，请在 ${until.toISOString()} 之后再试，或请系统管理员解锁。`, { until });
  }
}

/** No session, or one that ended, was revoked or sat idle too long. */
@Listed()
export class NotSignedIn extends DomainError {
  static readonly code = 'not_signed_in';
  static readonly status = 401;
  static readonly title = '请先登录';
  constructor() {
    super('您尚未登录，或登录已失效，请重新登录。');
  }
}

/** The first password comes from the administrator, and passwords expire: it must be changed before anything else. */
@Listed()
export class PasswordMustChange extends DomainError {
  static readonly code = 'password_must_change';
  static readonly status = 403;
  static readonly title = '请先修改密码';
  constructor() {
    super('首次登录或密码已到期，请先修改密码。');
  }
}

/** A new password that is too weak or was used before. */
@Listed()
export class PasswordTooWeak extends DomainError {
  static readonly code = 'password_too_weak';
  static readonly status = 422;
  static readonly title = '密码不符合要求';
  constructor(problems: string[]) {
    super(`密码不符合要求：${problems.join('；')}。`, { problems });
  }
}

/** Posts that one person may not hold together. */
@Listed()
export class RolesIncompatible extends DomainError {
  static readonly code = 'roles_incompatible';
  static readonly status = 422;
  static readonly title = '不相容岗位不能由同一人兼任';
  constructor(pairs: string[]) {
    super(`不相容岗位不能由同一人兼任：${pairs.join('；')}。`, { pairs });
  }
}

/** Without an administrator nobody could add, change or unlock a user any more. */
@Listed()
export class LastAdministrator extends DomainError {
  static readonly code = 'last_administrator';
  static readonly status = 409;
  static readonly title = '至少要有一名启用的系统管理员';
  constructor() {
    super('这是本机构最后一名启用的系统管理员，不能停用或改任其他岗位。请先设立另一名系统管理员。');
  }
}

/** The user name is taken in this agency. */
@Listed()
export class UsernameTaken extends DomainError {
  static readonly code = 'username_taken';
  static readonly status = 409;
  static readonly title = '用户名已存在';
  constructor() {
    super('本机构已有同名用户。');
  }
}
refuseConstraint('app_user_name_unique', () => new UsernameTaken());

/** Whoever asks to set up an agency does not hold this installation's setup token. */
@Listed()
export class SetupTokenWrong extends DomainError {
  static readonly code = 'setup_token_wrong';
  static readonly status = 403;
  static readonly title = '安装口令不正确';
  constructor() {
    super('安装口令不正确。口令在数据文件夹的 setup-token 文件里，或由 SETUP_TOKEN 设定。');
  }
}

/** The agency code is taken. */
@Listed()
export class AgencyCodeTaken extends DomainError {
  static readonly code = 'agency_code_taken';
  static readonly status = 409;
  static readonly title = '机构代码已存在';
  constructor() {
    super('已有使用这个代码的经办机构。');
  }
}
refuseConstraint('agency_code_unique', () => new AgencyCodeTaken());
