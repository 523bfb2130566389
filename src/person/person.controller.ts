import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { RecordId } from '../http/record-id.pipe';
import type { Actor } from '../access/actor';
import { Allow, CurrentActor } from '../access/allow';
import { NoIdempotencyKey } from '../http/idempotency';
import { PersonQueryDto, PERSONS_PER_PAGE, PersonSearchDto } from './person.dto';
import { PersonService } from './person.service';

@ApiTags('人员')
@Controller('persons')
export class PersonController {
  constructor(private readonly persons: PersonService) {}

  /** 人员列表，证件与电话号码遮盖显示 */
  @Get()
  @Allow('person.read')
  list(@CurrentActor() actor: Actor, @Query() query: PersonQueryDto) {
    return this.persons.list(actor, { ...query, limit: query.limit ?? PERSONS_PER_PAGE });
  }

  /** 按公民身份号码查找人员 */
  @Post('search')
  @HttpCode(200)
  @Allow('person.read')
  @NoIdempotencyKey()
  search(@CurrentActor() actor: Actor, @Body() { citizenId }: PersonSearchDto) {
    return this.persons.search(actor, citizenId);
  }

  /** 一名人员，含历次银行账户与人员变动 */
  @Get(':id')
  @Allow('person.read')
  find(@CurrentActor() actor: Actor, @Param('id', RecordId) id: number) {
    return this.persons.find(actor, id);
  }
}
