import { FourEyesRequired } from '../access/access.errors';
import { refuseConstraint } from '../errors/constraint.errors';
import { DomainError, Listed } from '../errors/domain-error';

/** The suspicion's state does not allow the act. */
@Listed()
export class SuspicionMoveNotAllowed extends DomainError {
  static readonly code = 'suspicion_move_not_allowed';
  static readonly status = 409;
  static readonly title = '疑点的当前状态不能办理此操作';
  constructor(state: string, act: string) {
    super(`该疑点${state}，不能${act}。`, { state, act });
  }
}
refuseConstraint('suspicion_four_eyes', () => new FourEyesRequired('核实疑点'));
