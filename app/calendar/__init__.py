"""Office hours and working days: the only home of chinesecalendar."""
