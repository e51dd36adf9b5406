"""Work done in one transaction at a time: updates, timers, morning list, receipts of delivery."""
