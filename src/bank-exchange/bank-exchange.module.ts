import { Module } from '@nestjs/common';
import { AuditModule } from '../audit/audit.module';
import { BatchModule } from '../batch/batch.module';
import { FileStoreModule } from '../file-store/file-store.module';
import { BankFileController } from './bank-file.controller';
import { BankFileService } from './bank-file.service';
import { BankProfileController } from './bank-profile.controller';
import { BankProfileService } from './bank-profile.service';
import { BankReturnController } from './bank-return.controller';
import { BankReturnService } from './bank-return.service';
import { SettleService } from './settle.service';

@Module({
  imports: [AuditModule, BatchModule, FileStoreModule],
  controllers: [BankProfileController, BankFileController, BankReturnController],
  providers: [BankProfileService, BankFileService, BankReturnService, SettleService],
  exports: [BankProfileService, BankFileService, BankReturnService, SettleService],
})
export class BankExchangeModule {}
