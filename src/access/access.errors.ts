import { DomainError, Listed } from '../errors/domain-error';
import { refuseConstraint } from '../errors/constraint.errors';

/** The user's posts do not include this act. */
@Listed()
export class PermissionDenied extends DomainError {
  static readonly code = 'permission_denied';
  static readonly status = 403;
  static readonly title = '您的岗位没有这项权限';
  constructor(permission: string, roles: string[]) {
    super(`您的岗位没有这项权限，需要：${roles.join('、')}。`, { permission, roles });
  }
}

/** The same person may not take the second step of a change they took the first of. */
@Listed()
export class FourEyesRequired extends DomainError {
  static readonly code = 'four_eyes_required';
  static readonly status = 403;
  static readonly title = '不能办理自己经手的下一环节';
  constructor(step: string) {
    super(`${step}必须由另一人办理，不能由本人完成。`, { step });
  }
}
refuseConstraint('file_import_four_eyes', () => new FourEyesRequired('确认导入'));
refuseConstraint('bank_account_four_eyes', () => new FourEyesRequired('确认账户变更'));
refuseConstraint('life_event_four_eyes', () => new FourEyesRequired('确认人员变动'));
