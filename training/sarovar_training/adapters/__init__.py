"""SUR, ELLA and their control, trained on a frozen base, compared, and exported."""
