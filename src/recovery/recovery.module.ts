import { Module } from '@nestjs/common';
import { AuditModule } from '../audit/audit.module';
import { EntitlementModule } from '../entitlement/entitlement.module';
import { FileStoreModule } from '../file-store/file-store.module';
import { FundingModule } from '../funding/funding.module';
import { AgreementService } from './agreement.service';
import { CaseService } from './case.service';
import { DetectService } from './detect.service';
import { LetterService } from './letter.service';
import { RecoveryAgreementController } from './recovery-agreement.controller';
import { RecoveryCaseController } from './recovery-case.controller';
import { RecoveryListService } from './recovery-list.service';
import { RepaymentService } from './repayment.service';

@Module({
  imports: [AuditModule, EntitlementModule, FileStoreModule, FundingModule],
  controllers: [RecoveryCaseController, RecoveryAgreementController],
  providers: [
    AgreementService,
    CaseService,
    DetectService,
    LetterService,
    RecoveryListService,
    RepaymentService,
  ],
  exports: [CaseService, DetectService, RecoveryListService, AgreementService, RepaymentService],
})
export class RecoveryModule {}
