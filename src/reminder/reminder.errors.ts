import { DomainError, Listed } from '../errors/domain-error';

/** Only what the gateway refused is sent again by hand. */
@Listed()
export class ReminderMoveNotAllowed extends DomainError {
  static readonly code = 'reminder_move_not_allowed';
  static readonly status = 409;
  static readonly title = '该提醒现在不能重发';
  constructor(stateLabel: string) {
    super(`该提醒的状态是“${stateLabel}”，只有网关拒收的提醒可以重发。`, { state: stateLabel });
  }
}

/** The gateway turned a whole request down, for its token perhaps: asking again would hear the same. */
@Listed()
export class SmsGatewayRefused extends DomainError {
  static readonly code = 'sms_gateway_refused';
  static readonly status = 502;
  static readonly title = '短信网关拒绝了请求';
  constructor(httpStatus: number) {
    super(`短信网关拒绝了请求（状态 ${httpStatus}），提醒都还在待发送；请检查网关地址和令牌后再办。`, {
      httpStatus,
    });
  }
}
