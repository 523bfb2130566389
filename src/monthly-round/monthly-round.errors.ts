import { FourEyesRequired } from '../access/access.errors';
import { refuseConstraint } from '../errors/constraint.errors';
import { DomainError, Listed } from '../errors/domain-error';

/** The round's state does not allow the act. */
@Listed()
export class RoundMoveNotAllowed extends DomainError {
  static readonly code = 'round_move_not_allowed';
  static readonly status = 409;
  static readonly title = '按月核实的当前状态不能办理此操作';
  constructor(state: string, act: string) {
    super(`本轮按月核实${state}，不能${act}。`, { state, act });
  }
}

/** The project is not verified month by month. */
@Listed()
export class RoundNotAsked extends DomainError {
  static readonly code = 'round_not_asked';
  static readonly status = 422;
  static readonly title = '该项目不按月核实';
  constructor(projectName: string) {
    super(`项目“${projectName}”没有设为按月核实，不必开启。`, { projectName });
  }
}

/** A project has one round per month. */
@Listed()
export class RoundAlreadyOpened extends DomainError {
  static readonly code = 'round_already_opened';
  static readonly status = 409;
  static readonly title = '该项目本月的按月核实已开启';
  constructor() {
    super('该项目该月的按月核实已经开启，请在原来那一轮中办理。');
  }
}
refuseConstraint('monthly_round_once', () => new RoundAlreadyOpened());
refuseConstraint('monthly_round_four_eyes', () => new FourEyesRequired('确认按月核实'));

/** Nobody has been compared yet. */
@Listed()
export class RoundNotRun extends DomainError {
  static readonly code = 'round_not_run';
  static readonly status = 409;
  static readonly title = '本轮按月核实还没有比对';
  constructor() {
    super('本轮按月核实还没有比对，不能关闭；请先比对。');
  }
}

/** Somebody on the work list is neither verified nor noted. */
@Listed()
export class RoundHasOpenItems extends DomainError {
  static readonly code = 'round_has_open_items';
  static readonly status = 409;
  static readonly title = '按月核实还有人未办结';
  constructor(openCount: number) {
    super(`还有 ${openCount} 人未办结：请核实后重新比对，或登记为本月未核实。`, { openCount });
  }
}

/** A note for somebody who is not on the work list of the round. */
@Listed()
export class NotOnWorkList extends DomainError {
  static readonly code = 'not_on_work_list';
  static readonly status = 409;
  static readonly title = '所选人员不在待核实名单上';
  constructor(count: number) {
    super(`所选人员中有 ${count} 人不在本轮待核实名单上，未作任何登记；请刷新名单。`, { count });
  }
}

/** A batch of a month whose round is not confirmed. */
@Listed()
export class MonthlyRoundOpen extends DomainError {
  static readonly code = 'monthly_round_open';
  static readonly status = 409;
  static readonly title = '该月的按月核实尚未确认';
  constructor(round: { projectName: string; month: string; state: string }) {
    const { projectName, month, state } = round;
    super(`项目“${projectName}”${month} 的按月核实处于“${state}”，确认之前不能提交批次。`, round);
  }
}
