import { Module } from '@nestjs/common';
import { AuditModule } from '../audit/audit.module';
import { CONFIG, type Config } from '../config/config';
import { DispatchService } from './dispatch.service';
import { DueService } from './due.service';
import { HttpSmsGateway } from './http-sms-gateway';
import { ReminderController } from './reminder.controller';
import { ReminderService } from './reminder.service';
import { FileSmsGateway, SmsGateway } from './sms-gateway';

@Module({
  imports: [AuditModule],
  controllers: [ReminderController],
  providers: [
    DueService,
    ReminderService,
    DispatchService,
    {
      provide: SmsGateway,
      inject: [CONFIG],
      useFactory: ({ smsGateway }: Config) =>
        smsGateway ? new HttpSmsGateway(smsGateway) : new FileSmsGateway(),
    },
  ],
  exports: [DueService, ReminderService, DispatchService],
})
export class ReminderModule {}
