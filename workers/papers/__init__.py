"""What the office's papers look like: GB/T 9704 layout and the house's own forms, as docx."""
