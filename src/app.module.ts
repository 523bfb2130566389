import { Module, type DynamicModule } from '@nestjs/common';
import { AuditModule } from './audit/audit.module';
import { AuthModule } from './auth/auth.module';
import { BankExchangeModule } from './bank-exchange/bank-exchange.module';
import { BatchModule } from './batch/batch.module';
import { ComparisonModule } from './comparison/comparison.module';
import { ControlModule } from './control/control.module';
import { EnrollmentModule } from './enrollment/enrollment.module';
import { ExplanationModule } from './explanation/explanation.module';
import { FileStoreModule } from './file-store/file-store.module';
import { FoundationModule, type Foundation } from './foundation.module';
import { FundingModule } from './funding/funding.module';
import { HANDLERS } from './jobs/handlers';
import { JobsModule } from './jobs/jobs.module';
import { MonthlyRoundModule } from './monthly-round/monthly-round.module';
import { PersonModule } from './person/person.module';
import { ProjectModule } from './project/project.module';
import { RecoveryModule } from './recovery/recovery.module';
import { ReconciliationModule } from './reconciliation/reconciliation.module';
import { ReminderModule } from './reminder/reminder.module';
import { ReportModule } from './report/report.module';
import { VerificationModule } from './verification/verification.module';

/** Every module of the product, in the order in which they may import each other. */
@Module({})
export class AppModule {
  static of(foundation: Foundation): DynamicModule {
    return {
      module: AppModule,
      imports: [
        FoundationModule.of(foundation),
        FileStoreModule,
        AuditModule,
        AuthModule,
        ProjectModule,
        PersonModule,
        EnrollmentModule,
        VerificationModule,
        ReminderModule,
        ComparisonModule,
        MonthlyRoundModule,
        FundingModule,
        BatchModule,
        BankExchangeModule,
        RecoveryModule,
        ReconciliationModule,
        ControlModule,
        ExplanationModule,
        ReportModule,
        JobsModule.of(HANDLERS),
      ],
    };
  }
}
