import { DomainError, Listed } from '../errors/domain-error';

/** The citizen ID searched for is none. */
@Listed()
export class CitizenIdInvalid extends DomainError {
  static readonly code = 'citizen_id_invalid';
  static readonly status = 422;
  static readonly title = '公民身份号码有误';
  constructor(problem: string) {
    super(problem);
  }
}

/** Somebody has already confirmed or rejected this proposal. */
@Listed()
export class ProposalDecided extends DomainError {
  static readonly code = 'proposal_decided';
  static readonly status = 409;
  static readonly title = '该事项已办结，不能再次办理';
  constructor(state: string) {
    super(`该事项${state}，不能再次办理。`, { state });
  }
}
