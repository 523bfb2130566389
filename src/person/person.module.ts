import { Module } from '@nestjs/common';
import { AuditModule } from '../audit/audit.module';
import { BankAccountController } from './bank-account.controller';
import { BankAccountService } from './bank-account.service';
import { LifeEventController } from './life-event.controller';
import { LifeEventService } from './life-event.service';
import { PersonController } from './person.controller';
import { PersonService } from './person.service';

@Module({
  imports: [AuditModule],
  controllers: [PersonController, BankAccountController, LifeEventController],
  providers: [PersonService, BankAccountService, LifeEventService],
  exports: [PersonService, BankAccountService, LifeEventService],
})
export class PersonModule {}
