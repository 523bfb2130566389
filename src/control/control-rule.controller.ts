import { Body, Controller, Get, Param, Put } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Actor } from '../access/actor';
import { Allow, CurrentActor } from '../access/allow';
import { SetRuleDto } from './control.dto';
import { RuleSettingService } from './rule-setting.service';

@ApiTags('内控筛查')
@Controller('control-rules')
export class ControlRuleController {
  constructor(private readonly rules: RuleSettingService) {}

  /** 全部筛查规则：疑点、理由、处理办法、级别、责任岗位、参数 */
  @Get()
  @Allow('control.read')
  list(@CurrentActor() actor: Actor) {
    return this.rules.list(actor);
  }

  /** 一条规则及其设置 */
  @Get(':code')
  @Allow('control.read')
  find(@CurrentActor() actor: Actor, @Param('code') code: string) {
    return this.rules.find(actor, code);
  }

  /** 设置规则：启用或停用，调整参数；可对全机构，也可对一个项目 */
  @Put(':code/setting')
  @Allow('control.configure')
  set(@CurrentActor() actor: Actor, @Param('code') code: string, @Body() body: SetRuleDto) {
    const { projectId = null, enabled, parameters, reason } = body;
    return this.rules.set(actor, code, { projectId, enabled, parameters, reason });
  }
}
