"""Work that is done in one transaction at a time: updates, timers, the morning list, receipts of delivery."""
