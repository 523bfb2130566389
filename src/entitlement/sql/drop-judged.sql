-- Several projects may be judged in one transaction: the verdicts of the one before are not needed any more.
drop table if exists judged
