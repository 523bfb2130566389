import { refuseConstraint } from '../errors/constraint.errors';
import { DomainError, Listed } from '../errors/domain-error';

/** The import's state does not allow the act. */
@Listed()
export class ImportMoveNotAllowed extends DomainError {
  static readonly code = 'import_move_not_allowed';
  static readonly status = 409;
  static readonly title = '导入的当前状态不能办理此操作';
  constructor(state: string, action: string) {
    super(`导入的当前状态是“${state}”，不能${action}。`, { state, action });
  }
}

/** Only who handed a file in takes it back. */
@Listed()
export class ImportNotOwn extends DomainError {
  static readonly code = 'import_not_own';
  static readonly status = 403;
  static readonly title = '只能撤回本人上传的导入';
  constructor() {
    super('只能撤回本人上传的导入。');
  }
}

/** Another request is handing in the same content at this moment. */
@Listed()
export class ImportRepeated extends DomainError {
  static readonly code = 'import_repeated';
  static readonly status = 409;
  static readonly title = '同一文件正在上传';
  constructor() {
    super('内容相同的文件正在由另一请求上传，请稍后刷新导入列表。');
  }
}
refuseConstraint('file_import_once', () => new ImportRepeated());
